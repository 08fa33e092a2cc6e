import { makeEvent, makeUsers, reads, register, type Step, unregister, update } from '../script.ts';

const people = ['ada', 'ben', 'cleo'].map(name => `door-${name}`);
const [ada = '', ben = '', cleo = ''] = people;

const pathOf = (userId: string, eventId = 'door') => `/events/${eventId}/registrations/${userId}/check-in`;
const enter = (userId: string, eventId?: string): Step => ({ ask: `POST ${pathOf(userId, eventId)}` });
const undo = (userId: string, eventId?: string): Step => ({ ask: `DELETE ${pathOf(userId, eventId)}` });

/** Checks people in at the door, and takes it back. */
export const checkIns: Step[] = [
  ...makeUsers(...people),
  makeEvent('door', { capacity: 1, hasWaitlist: true }),
  enter(ada),
  undo(ada),
  ...register('door', ada, ben),
  enter(ada),
  enter(ada),
  { ask: `POST ${pathOf(ada)}`, body: 'not read', headers: { 'Content-Type': 'text/plain' } },
  ...reads('/events/door', '/events/door/registrations'),
  enter(ben),
  undo(ben),
  unregister('door', ada),
  ...register('door', ada),
  undo(ada),
  undo(ada),
  unregister('door', ada),
  enter(ben),
  ...reads('/events/door/registrations', `/users/${ben}/registrations`),

  update('door', { capacity: 2 }),
  ...register('door', cleo),
  update('door', { status: 'completed' }),
  enter(cleo),
  enter(ben),
  undo(ben),
  enter(ben),
  update('door', { status: 'cancelled' }),
  enter(ben),
  undo(ben),
  ...reads('/events/door'),

  enter('door-missing'),
  undo('door-missing'),
  enter(ada, 'door-missing'),
  undo(ada, 'door-missing'),
  enter('door-missing', 'door-missing'),
  enter('no%20id', 'no%20id'),
  undo('no%20id', 'no%20id'),
  { ask: `POST ${pathOf(ben)}?unknown=1` },
  { ask: `DELETE ${pathOf(ben)}?unknown=1` },
  { ask: 'DELETE /events/door' },
  enter(ben),
  undo(ben),
];
