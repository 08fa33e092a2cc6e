import { makeEvent, makeUsers, read, reads, register, type Step, update } from '../script.ts';

const people = ['ada', 'ben', 'cleo'].map(name => `asked-${name}`);
const [ada = '', ben = '', cleo = ''] = people;

const meal = { key: 'meal', label: 'Meal?', type: 'choice', required: true, choices: ['meat', 'no meat'] };
const note = { key: 'note', label: 'Note?', type: 'text', maxLength: 20 };
const guests = { key: 'guests', label: 'Guests?', type: 'number', required: null };
const lift = { key: 'lift', label: 'Lift?', type: 'boolean' };

const list = '/events/asking/registrations';

const answer = (userId: string, answers: unknown, key?: string): Step => ({
  ask: `POST ${list}`,
  body: { userId, answers },
  ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
});

/** Asks people questions, and lists their answers. */
export const questions: Step[] = [
  ...makeUsers(...people),
  makeEvent('asking', { capacity: 2, questions: [meal, note, guests, lift] }),
  ...read('/events/asking'),
  makeEvent('asking-badly', {
    questions: [{ key: '9', label: ' ', type: 'choice' }, note, { ...note, type: 'number' }, 5],
  }),
  makeEvent('asking-badly', { questions: 'none' }),
  makeEvent('asking-nothing', { questions: [] }),
  makeEvent('asking-null', { questions: null }),

  ...register('asking', ada, 'asked-missing'),
  answer(ada, { meal: 'cake', note: 'x'.repeat(21), guests: '2', lift: 'no', size: 5 }),
  answer(ada, 'meat'),
  answer(ada, { meal: 'x'.repeat(4097) }),
  answer(ada, { meal: 'no meat', note: '=1+1, "or" 🎉', guests: -2, lift: false }, 'asked-key'),
  answer(ada, { lift: false, guests: -2, note: '=1+1, "or" 🎉', meal: 'no meat' }, 'asked-key'),
  answer(ada, { meal: 'meat' }, 'asked-key'),
  answer(ada, { meal: 'meat' }),
  answer(ben, { meal: 'meat', note: null }),
  { ask: 'POST /events/asking-nothing/registrations', body: { userId: ada, answers: { meal: 'meat' } } },
  { ask: 'POST /events/asking-nothing/registrations', body: { userId: ada, answers: {} } },
  { ask: `POST ${list}/${ada}/check-in` },

  ...reads(list, `${list}?include=user`, `/users/${ada}/registrations`),
  ...read(`${list}?format=csv`),
  ...reads(`${list}?format=csv&include=user&limit=1`, `${list}?format=json&limit=1`),
  { ask: `GET ${list}`, headers: { Accept: 'text/csv' } },
  { ask: `GET ${list}?format=json&limit=1`, headers: { Accept: 'text/csv' } },
  ...reads(`${list}?format=xml&include=event`, `${list}?format=csv&format=csv`),
  ...reads(`/events/asking-nothing/history?format=csv&limit=0`),

  update('asking', { questions: [lift] }),
  answer(cleo, { meal: 'meat' }),
  answer(cleo, {}),
  ...reads(`${list}?format=csv&include=user`),
  update('asking', { questions: null }),
  ...reads(list, '/events/asking'),
];
