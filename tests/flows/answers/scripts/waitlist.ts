import { makeEvent, makeUsers, reads, register, type Step, unregister, update } from '../script.ts';

const people = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil', 'hal'].map(name => `queue-${name}`);
const [ada = '', ben = '', cleo = '', dan = '', eve = '', fay = '', gil = '', hal = ''] = people;

const list = reads('/events/queue/registrations');

/** Joins and leaves a waitlist, and does all that promotes. */
export const waitlist: Step[] = [
  ...makeUsers(...people),
  makeEvent('queue', { capacity: 1, hasWaitlist: true }),
  ...register('queue', ada, ben),
  { ask: 'POST /events/queue/register', body: { userId: cleo } },
  ...register('queue', dan, eve, fay),
  ...register('queue', ada, ben, dan),
  ...reads('/events/queue'),
  ...list,
  ...reads(...people.slice(0, 4).map(person => `/users/${person}/registrations`)),

  unregister('queue', cleo),
  unregister('queue', cleo),
  ...list,
  unregister('queue', ada),
  ...list,
  { ask: `DELETE /events/queue/register/${ben}` },
  ...register('queue', ada, dan),

  update('queue', { hasWaitlist: false }),
  ...register('queue', ben, eve),
  ...reads('/events/queue'),
  update('queue', { hasWaitlist: true, capacity: 3 }),
  ...list,
  update('queue', { capacity: 2 }),
  unregister('queue', eve),
  unregister('queue', ada),
  ...reads('/events/queue'),
  ...register('queue', ada, gil, hal),

  update('queue', { status: 'cancelled' }),
  unregister('queue', dan),
  ...register('queue', dan),
  ...list,
  ...reads('/events/queue'),
  update('queue', { status: 'active' }),
  ...list,
  update('queue', { status: 'completed' }),
  unregister('queue', gil),
  unregister('queue', hal),
  update('queue', { status: 'active', capacity: 5 }),
  ...list,
  ...register('queue', gil),
  ...reads('/events/queue'),

  { ask: 'DELETE /events/queue' },
  ...list,
  ...reads(`/users/${ada}/registrations`),
];
