import { date, instant, localTime, text, timeZone } from './common.ts';

export const status = { type: 'string', enum: ['active', 'cancelled', 'completed', 'draft'] } as const;

const expectedPeople = {
  type: 'integer',
  minimum: 1,
  maximum: 10_000_000,
  description:
    'How many people are expected to come at once. It is a hint for speed alone, and changes no rule.',
} as const;

/** These fields say when people may register and leave, and how many may wait. */
const terms = {
  opensAt: instant('People may register from this time on.'),
  closesAt: instant('People may register before this time. People who wait are promoted after it too.'),
  leaveUntil: instant(
    'Seats may be given up and handed on before this time. People who wait may leave later.',
  ),
  waitlistCapacity: {
    type: 'integer',
    minimum: 0,
    maximum: 1_000_000,
    description: 'The most people who may wait. Those who wait already stay when it is lowered.',
  },
} as const;

/** When an event begins and ends. It has all three fields or none. */
const times = {
  startsAt: {
    ...localTime,
    description: `${localTime.description} It comes with endsAt and timeZone, and its day is the date.`,
    examples: ['2027-05-01T19:00'],
  },
  endsAt: {
    ...localTime,
    description: `${localTime.description} It is later than startsAt.`,
    examples: ['2027-05-01T22:30:00'],
  },
  timeZone: {
    ...timeZone,
    description:
      'The name of a time zone of IANA, such as Europe/Berlin, by which startsAt and endsAt are instants. A time that clocks show twice is the first one, and one that they skip breaks the rule.',
    examples: ['Europe/Berlin', 'America/New_York', 'UTC'],
  },
} as const;

const timesOrNull = {
  startsAt: {
    ...times.startsAt,
    type: ['string', 'null'],
    description: `${times.startsAt.description} When its day is another one, the date follows.`,
  },
  endsAt: { ...times.endsAt, type: ['string', 'null'] },
  timeZone: {
    ...times.timeZone,
    type: ['string', 'null'],
    description: `${times.timeZone.description} Null for all three removes them.`,
  },
} as const;

/** An organiser sets these fields of an event. */
export const fields = {
  title: text(200),
  description: text(2000),
  date,
  ...times,
  location: text(200),
  organizer: text(200),
  capacity: { type: 'integer', minimum: 1, maximum: 100_000 },
  hasWaitlist: { type: 'boolean' },
  waitlistEnabled: { type: 'boolean', description: 'Another name for hasWaitlist, which wins over it.' },
  expectedPeople,
  ...terms,
} as const;

/** In a change, null removes a field that an event need not have. */
const removed = (description: string) => `${description} Null removes it.`;
const timeOrNull = ({ description, ...time }: ReturnType<typeof instant>) =>
  ({ ...time, type: ['string', 'null'], description: removed(description) }) as const;

/** A change has these fields. Those that are left out stay as they are. */
export const changes = {
  ...fields,
  ...timesOrNull,
  expectedPeople: {
    ...expectedPeople,
    type: ['integer', 'null'],
    description: removed(expectedPeople.description),
  },
  opensAt: timeOrNull(terms.opensAt),
  closesAt: timeOrNull(terms.closesAt),
  leaveUntil: timeOrNull(terms.leaveUntil),
  waitlistCapacity: {
    ...terms.waitlistCapacity,
    type: ['integer', 'null'],
    description: removed(terms.waitlistCapacity.description),
  },
} as const;
