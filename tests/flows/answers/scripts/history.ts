import {
  hasItems,
  isAnswered,
  makeEvent,
  makeUsers,
  read,
  reads,
  register,
  type Step,
  unregister,
  update,
} from '../script.ts';

const people = ['ada', 'ben', 'cleo'].map(name => `past-${name}`);
const [ada = '', ben = '', cleo = ''] = people;

const ofEvent = '/events/past/history';
const ofUser = `/users/${ada}/history`;
const Accept = 'text/csv';

/**
 * Asks what became of registrations. A stream tells the time of leaving in whole seconds only: nobody else leaves, or is
 * removed, at an event whose history is read.
 */
export const history: Step[] = [
  ...makeUsers(...people),
  makeEvent('past', { capacity: 1, hasWaitlist: true }),
  ...read(ofEvent),
  ...read(ofUser),
  ...register('past', ben, cleo),
  update('past', { capacity: 2 }),
  { ask: `GET ${ofEvent}`, until: hasItems(3) },
  ...read(ofEvent),
  ...read(`${ofEvent}?limit=2`),
  { ask: `GET ${ofEvent}{link}` },
  ...read(ofEvent, { headers: { Accept } }),
  { ask: `GET ${ofEvent}?limit=2`, headers: { Accept } },
  { ask: `GET ${ofEvent}{link}`, headers: { Accept } },

  makeEvent('past-own', { hasWaitlist: true, capacity: 1 }),
  ...register('past-own', ada),
  { ask: `GET ${ofUser}`, until: hasItems(1) },
  unregister('past-own', ada),
  { ask: `GET ${ofUser}`, until: hasItems(2) },
  ...register('past-own', ada),
  { ask: `GET ${ofUser}`, until: hasItems(3) },
  ...read(`${ofUser}?limit=2`),
  { ask: `GET ${ofUser}{link}` },
  ...read(ofUser, { headers: { Accept } }),
  { ask: 'DELETE /events/past-own' },
  { ask: `GET ${ofUser}`, until: hasItems(4) },
  { ask: 'GET /events/past-own/history', until: hasItems(4) },
  { ...makeEvent('past-own'), until: isAnswered(201) },
  ...reads('/events/past-own/history'),

  ...reads(
    '/events/past-missing/history',
    '/users/past-missing/history',
    `${ofEvent}?limit=0&cursor=x&unknown=1`,
    `${ofUser}?limit=101`,
    '/events/no%20id/history',
    '/users/no%20id/history',
    `${ofUser}?limit=1`,
    `/users/${ben}/history{link}`,
  ),
  { ask: `GET ${ofEvent}?limit=10001`, headers: { Accept } },

  makeEvent('past-door'),
  ...register('past-door', ben),
  { ask: 'GET /events/past-door/history', until: hasItems(1) },
  ...['POST', 'POST', 'DELETE', 'DELETE', 'POST'].map(method => ({
    ask: `${method} /events/past-door/registrations/${ben}/check-in`,
  })),
  { ask: 'GET /events/past-door/history', until: hasItems(4) },
  { ask: 'GET /events/past-door/history?limit=1' },
  { ask: 'GET /events/past-door/history{link}', headers: { Accept } },
];
