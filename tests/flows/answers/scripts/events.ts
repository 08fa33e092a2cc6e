import {
  DAY,
  isAnswered,
  makeEvent,
  makeUser,
  ORGANIZER,
  read,
  register,
  type Step,
  update,
} from '../script.ts';

const broken = {
  eventId: 'no id!',
  title: ' ',
  description: 'x'.repeat(2001),
  date: '2027-02-29',
  location: 7,
  organizer: '\uD800',
  capacity: 0,
  hasWaitlist: 'yes',
  waitlistEnabled: 1,
  expectedPeople: 'many',
  status: 'open',
};

/** Each of these breaks one rule, in a request of its own. */
const wrong: object[] = [
  { date: '0000-01-01' },
  { date: '1 May' },
  { capacity: 100_001 },
  { capacity: 1.5 },
  { capacity: '5' },
  { title: '' },
  { title: '\u2800\u3164\u200B' },
  { title: 'x'.repeat(201) },
  { status: 'deleted' },
  { status: 5 },
  { expectedPeople: 0 },
  { expectedPeople: 10_000_001 },
];

const tagged = (tag: string) => ({ 'If-Match': tag });

const remove = (eventId: string, headers: Record<string, string> = {}): Step => ({
  ask: `DELETE /events/${eventId}`,
  headers,
});

const evening = { startsAt: '4321-05-01T19:00', endsAt: '4321-05-01T22:30:15', timeZone: 'Europe/Berlin' };
const noTimes = { startsAt: null, endsAt: null, timeZone: null };

/** The events of this part have times. */
const timed: Step[] = [
  makeEvent('events-timed', { ...evening, date: undefined }),
  makeEvent('events-wrong', { ...evening, date: '4321-05-02' }),
  makeEvent('events-wrong', { ...evening, date: null, endsAt: '4321-05-01T19:00', timeZone: 'BST' }),
  makeEvent('events-wrong', { startsAt: '2027-03-28T02:30', timeZone: 'Europe/Berlin', date: undefined }),
  makeEvent('events-wrong', { ...noTimes, date: null }),
  update('events-timed', { endsAt: '4321-05-02T01:00' }),
  update('events-timed', { startsAt: '4321-05-02T00:30' }),
  update('events-timed', { date: '4321-05-03' }),
  update('events-timed', { startsAt: null }),
  update('events-timed', { endsAt: 5, timeZone: '+02:00', startsAt: '4321-05-01' }),
  update('events-timed', noTimes),
  ...read('/events/events-timed'),
  remove('events-timed'),
];

/** Makes, reads, changes and deletes events one by one. */
export const events: Step[] = [
  makeEvent('events-a'),
  makeEvent('events-a', { title: 'Another one' }),
  makeEvent('events-b', { capacity: 100_000, hasWaitlist: true, status: 'completed', title: 'Ærø 🎉' }),
  makeEvent('events-c', { waitlistEnabled: true, date: '0001-01-01' }),
  makeEvent('events-d', { waitlistEnabled: true, hasWaitlist: false, status: null, unknown: { a: 1 } }),
  makeEvent('events-e', {
    registeredCount: 9,
    waitlistCount: 9,
    isFull: true,
    createdAt: 'x',
    hasWaitlist: null,
  }),
  makeEvent('', { eventId: undefined }),
  ...read('/events/{id}'),
  makeEvent('', { eventId: null, expectedPeople: null }),
  update('{id}', { expectedPeople: 10_000_000 }),
  update('{id}', { expectedPeople: null }),
  remove('{id}'),
  makeEvent('', { eventId: null, expectedPeople: 1 }),
  ...read('/events/{id}'),
  remove('{id}'),
  { ask: 'POST /events', body: {} },
  { ask: 'POST /events', body: broken },
  ...wrong.map(fields => makeEvent('events-wrong', fields)),
  { ...makeEvent('events-query'), ask: 'POST /events?unknown=1' },

  ...read('/events/events-a'),
  ...read('/events/events-missing'),
  ...read('/events/events-a?unknown=1'),
  { ask: 'GET /events/events-a', headers: { 'If-None-Match': '{etag}' } },

  update('events-a', { title: 'New', description: 'New.', location: 'Barn', organizer: ORGANIZER }),
  update('events-a', { date: '4321-05-02', capacity: 3, hasWaitlist: true }),
  update('events-a', { waitlistEnabled: false }),
  update('events-a', { status: 'cancelled' }),
  update('events-a', { status: 'completed' }),
  update('events-a', { status: 'active' }),
  update('events-a', {}),
  update('events-a', { eventId: 'other', registeredCount: 5, updatedAt: 'x', unknown: 1, title: null }),
  update('events-a', broken),
  ...wrong.map(fields => update('events-a', fields)),
  update('events-missing', { title: 'New' }),
  update('events-missing', {}),
  update('no%20id', { title: '' }),

  update('events-a', { title: 'By tag' }, tagged('{etag}')),
  update('events-a', { title: 'By one of them' }, tagged('"other", {etag}')),
  update('events-a', { title: 'By any' }, tagged('*')),
  update('events-a', {}, tagged('{etag}')),
  update('events-a', {}, tagged('"other"')),
  update('events-a', { title: 'Late' }, tagged('"other"')),
  update('events-a', { title: 'Weak' }, tagged('W/{etag}')),
  update('events-a', { title: 'No tag', capacity: 0 }, tagged('other')),
  update('events-a', { title: 'Long' }, tagged(`"${'x'.repeat(8200)}"`)),
  update('events-missing', { title: 'New' }, tagged('"other"')),
  remove('events-a', tagged('"other"')),
  remove('events-a', tagged('other')),
  remove('events-a', tagged('{etag}')),
  remove('events-a'),
  remove('events-a', tagged('"other"')),
  remove('events-b', tagged('*')),
  remove('events-missing'),
  remove('no%20id'),
  ...read('/events/events-a'),
  update('events-a', { title: 'Gone' }),
  { ...makeEvent('events-a'), until: isAnswered(201) },

  ...timed,

  makeUser('events-person'),
  {
    ...makeEvent('events-f'),
    prelude: [
      remove('events-f'),
      { ...makeEvent('events-f'), until: isAnswered(201) },
      ...register('events-f', 'events-person'),
      remove('events-f'),
    ],
    until: isAnswered(409),
  },
  { ...makeEvent('events-f', { date: DAY, title: 'Next' }), until: isAnswered(201) },
  ...read('/events/events-f/registrations'),
  ...read('/events/events-f/history'),
];
