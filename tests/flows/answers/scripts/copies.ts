import { makeEvent, makeUser, reads, register, type Step, update } from '../script.ts';

const copy = (eventId: string, dates: unknown, key?: string): Step => ({
  ask: `POST /events/${eventId}/copies`,
  body: { dates },
  ...(key && { headers: { 'Idempotency-Key': key } }),
});

/** Copies an event, reads its series, and tries what is no list of days. */
export const copies: Step[] = [
  makeEvent('course', { date: '4324-05-01', expectedPeople: 7 }),
  makeUser('course-ada'),
  ...register('course', 'course-ada'),
  copy('course', ['4324-05-15', '4324-05-08']),
  ...reads('/events?series=course', '/events?series=course&limit=2'),
  { ask: 'GET /events{link}' },
  copy('course', ['4324-06-01'], 'course-key'),
  copy('course', ['4324-06-01'], 'course-key'),
  copy('course', ['4324-06-02'], 'course-key'),
  update('course', { status: 'cancelled' }),
  ...reads(
    '/events?series=course&status=cancelled',
    '/events?series=course&status=active&sort=-date',
    '/events?series=course&from=4324-05-10&to=4324-05-31',
    '/events?series=course&q=nothing+like+it',
    '/events?series=course-missing',
    '/events?series=no+id',
  ),
  copy('course-missing', ['4324-06-01']),
  copy('course', []),
  copy('course', ['4324-06-01', '4324-06-01']),
  copy('course', ['4324-06-31', 5, null]),
  copy('course', '4324-06-01'),
  { ask: 'POST /events/course/copies', body: {} },
  { ask: 'POST /events/course/copies' },
  { ask: 'GET /events/course/copies' },
  { ask: 'POST /events/no%20id/copies', body: { dates: ['4324-06-01'] } },
];
