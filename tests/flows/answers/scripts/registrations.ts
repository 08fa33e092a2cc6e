import {
  makeEvent,
  makeUser,
  makeUsers,
  read,
  reads,
  register,
  type Step,
  unregister,
  update,
} from '../script.ts';

const [ada, ben, cleo] = ['seats-ada', 'seats-ben', 'seats-cleo'] as const;

const registerBy = (alias: string, body: object): Step => ({ ask: `POST /events/${alias}`, body });

/** Takes seats and gives them up where nobody waits, by both names of the routes. */
export const registrations: Step[] = [
  ...makeUsers(ada, ben, cleo),
  makeEvent('seats'),
  registerBy('seats/registrations', { userId: ada, unknown: 1, status: 'waitlisted' }),
  registerBy('seats/register', { userId: ben, eventId: 'other' }),
  ...read('/events/seats'),
  registerBy('seats/registrations', { userId: ada }),
  registerBy('seats/register', { userId: ben }),
  registerBy('seats/registrations', { userId: cleo }),
  registerBy('seats/register', { userId: cleo }),

  update('seats', { capacity: 1 }),
  update('seats', { capacity: 1, title: 'Smaller' }, { 'If-Match': '{etag}' }),
  update('seats', { capacity: 2 }),

  { ask: `DELETE /events/seats/register/${ben}` },
  { ask: `DELETE /events/seats/register/${ben}` },
  unregister('seats', cleo),
  ...register('seats', cleo),
  ...reads('/events/seats/registrations'),
  { ask: `DELETE /events/seats/registrations/${cleo}` },
  { ask: 'GET /events/seats' },

  ...['cancelled', 'completed'].flatMap(status => [
    update('seats', { status }),
    ...register('seats', ben, ada),
    ...reads('/events/seats/registrations'),
  ]),
  unregister('seats', ada),
  unregister('seats', ada),
  update('seats', { status: 'active' }),
  ...register('seats', ada),

  ...register('seats', 'seats-missing'),
  ...register('seats-missing', ada, 'seats-missing'),
  unregister('seats', 'seats-missing'),
  unregister('seats-missing', ada),
  unregister('seats-missing', 'seats-missing'),
  registerBy('seats/registrations', {}),
  registerBy('seats/register', { userId: null }),
  registerBy('seats/registrations', { userId: 5 }),
  registerBy('no%20id/registrations?unknown=1', { userId: 'no id!' }),
  { ask: 'DELETE /events/no%20id/registrations/no%20id' },
  { ask: `DELETE /events/seats/register/${ada}?unknown=1` },

  { ask: 'DELETE /events/seats' },
  ...register('seats', ben, ada),
  unregister('seats', ada),
  ...reads('/events/seats/registrations', `/users/${ada}/registrations`),

  makeUser('seats-dan'),
  makeEvent('seats-kept', { hasWaitlist: true, status: 'cancelled' }),
  ...register('seats-kept', 'seats-dan'),
  unregister('seats-kept', 'seats-dan'),
];
