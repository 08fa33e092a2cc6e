import {
  hasItems,
  isAnswered,
  makeEvent,
  makeUser,
  makeUsers,
  reads,
  register,
  type Step,
  tells,
  unregister,
  update,
} from '../script.ts';

const people = ['ada', 'ben', 'cleo'].map(name => `gone-${name}`);
const [ada = '', ben = '', cleo = ''] = people;

const list = (eventId: string) => `GET /events/${eventId}/registrations`;

/** Deletes people, and asks what stays of them. */
export const deletedUsers: Step[] = [
  ...makeUsers(...people),
  makeEvent('gone-active', { capacity: 1, hasWaitlist: true }),
  ...register('gone-active', ada, ben),
  makeEvent('gone-completed'),
  ...register('gone-completed', ada),
  { ask: `POST /events/gone-completed/registrations/${ada}/check-in` },
  update('gone-completed', { status: 'completed' }),
  makeEvent('gone-told'),
  ...register('gone-told', ada),
  { ask: `GET /users/${ada}/history`, until: hasItems(4) },

  { ask: `DELETE /users/${ada}` },
  ...reads(`/users/${ada}`, `/users/${ada}/registrations`, `/users/${ada}/history`),
  ...reads(`/users/${ada}/calendar.ics`),
  ...register('gone-told', ada),
  unregister('gone-completed', ada),
  { ...makeUser(ada, 'Next'), until: isAnswered(201) },

  { ask: list('gone-active'), until: hasItems(1) },
  { ask: list('gone-completed'), until: tells('deleted-') },
  { ask: 'GET /events/gone-completed' },
  { ask: list('gone-completed'), headers: { Accept: 'text/csv' } },
  { ask: 'GET /events/gone-told/history', until: hasItems(2) },
  ...reads('/events/gone-completed/history', '/events/gone-told', `/users/${ada}/registrations`),
  ...register('gone-told', ada),

  makeEvent('gone-last'),
  ...register('gone-last', cleo),
  { ask: `DELETE /users/${cleo}` },
  { ask: list('gone-last'), until: hasItems(0) },
];
