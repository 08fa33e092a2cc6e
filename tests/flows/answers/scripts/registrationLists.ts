import { makeEvent, makeUser, makeUsers, read, reads, register, type Step, update } from '../script.ts';

const people = ['ada', 'ben', 'cleo', 'dan', 'eve'].map(name => `lists-${name}`);
const [ada = '', ben = '', cleo = ''] = people;

const list = '/events/lists/registrations';
const next: Step = { ask: `GET ${list}{link}` };

const csv = (...paths: string[]): Step[] =>
  paths.flatMap(path => read(path, { headers: { Accept: 'text/csv' } }));

const accept = (Accept: string): Step => ({ ask: `GET ${list}?limit=1`, headers: { Accept } });

/** Asks who is registered for an event, and what a person is registered for, as JSON, CSV and calendars. */
export const registrationLists: Step[] = [
  ...makeUsers(...people),
  makeUser('lists-nobody'),
  makeEvent('lists', { capacity: 3, hasWaitlist: true, title: 'Ærø, 🎉; "live"\nand more' }),
  ...read(list),
  ...csv(list),
  ...register('lists', ...people),
  { ask: `POST ${list}/${ben}/check-in` },

  ...read(list),
  ...read(`${list}?limit=2`),
  next,
  next,
  ...reads(`${list}?status=registered`, `${list}?status=waitlisted`, `${list}?status=waitlisted&limit=1`),
  next,
  ...reads(`${list}?checkedIn=true`, `${list}?checkedIn=false`, `${list}?checkedIn=false&status=waitlisted`),
  ...reads(`${list}?checkedIn=true&status=waitlisted`, `${list}?checkedIn=false&status=registered&limit=1`),
  next,

  ...csv(list, `${list}?limit=2`),
  { ask: `GET ${list}{link}`, headers: { Accept: 'text/csv' } },
  ...csv(`${list}?status=waitlisted&checkedIn=false`, `${list}?limit=10000`, `${list}?limit=10001`),
  accept('text/*'),
  accept('text/csv;q=0.5, application/json'),
  accept('image/png'),
  accept('x'.repeat(1001)),
  ...reads(`${list}?limit=0`, `${list}?limit=101&status=gone&checkedIn=yes&unknown=1`, `${list}?cursor=x`),
  ...reads(`${list}?limit=1`, '/events/lists/history{link}', `/users/${ada}/registrations{link}`),
  ...reads('/events/lists-missing/registrations', '/events/no%20id/registrations?limit=0'),
  ...csv('/events/lists-missing/registrations'),

  makeEvent('lists-first', { date: '4320-01-01' }),
  makeEvent('lists-past', { date: '2001-01-01', status: 'completed' }),
  makeEvent('lists-last', { date: '4322-01-01', capacity: 1, hasWaitlist: true }),
  ...register('lists-last', cleo, ada),
  ...register('lists-first', ada),
  ...register('lists-past', ada),
  update('lists-past', { status: 'active' }),
  ...register('lists-past', ada),
  ...read(`/users/${ada}/registrations`),
  ...read(`/users/${ada}/registrations?limit=3`),
  { ask: `GET /users/${ada}/registrations{link}` },
  ...reads(
    `/users/${ada}/registrations?status=registered`,
    `/users/${ada}/registrations?status=waitlisted`,
    `/users/${ada}/registrations?from=4321-05-01&limit=1`,
    `/users/${ada}/registrations{link}`,
    `/users/${ada}/registrations?status=registered&from=4321-05-02`,
    `/users/${ada}/registrations?status=active&from=today&to=4321-05-01`,
  ),
  ...reads(
    '/users/lists-nobody/registrations',
    '/users/lists-missing/registrations',
    `/users/${ada}/registrations?limit=0&cursor=x&unknown=1`,
    '/users/no%20id/registrations',
  ),

  ...read('/events/lists/calendar.ics'),
  ...read(`/users/${ada}/calendar.ics`),
  update('lists', { status: 'cancelled', description: 'Long. '.repeat(30) }),
  ...reads('/events/lists/calendar.ics', `/users/${ada}/calendar.ics`, '/users/lists-nobody/calendar.ics'),
  ...reads('/events/lists-missing/calendar.ics', '/events/no%20id/calendar.ics?unknown=1'),
  ...reads('/users/lists-missing/calendar.ics', '/users/no%20id/calendar.ics'),
];
