import { availability } from '../availability.ts';
import { copies, event, events } from '../event.ts';
import { calendar, calendarRules, type Operation } from './operation.ts';

const created = {
  title: 'Launch party',
  description: 'Cake, and a demo.',
  date: '2027-05-01',
  location: 'Town hall',
  organizer: 'Grace',
  capacity: 50,
  hasWaitlist: true,
};

/** Returns the event of the examples. The arguments change in the course of their story. */
export const launchParty = (capacity: number, registeredCount: number) => ({
  eventId: 'launch-party',
  ...created,
  capacity,
  waitlistEnabled: true,
  status: 'active',
  registeredCount,
  waitlistCount: 0,
  checkedInCount: 0,
  isFull: false,
  availableSpots: capacity - registeredCount,
  createdAt: '2026-11-22T09:00:00.000Z',
  updatedAt: '2026-11-22T09:00:00.000Z',
});

/** Returns its day in a calendar of this name. */
export const launchPartyCalendar = (name: string) =>
  calendar(name, [
    'UID:launch-party@event-management-api',
    'SEQUENCE:217501200',
    'DTSTAMP:20261122T090000Z',
    'DTSTART;VALUE=DATE:20270501',
    'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
    'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE',
    'SUMMARY:Launch party',
    'TRANSP:TRANSPARENT',
    'LOCATION:Town hall',
    'DESCRIPTION:Cake\\, and a demo.',
    'STATUS:CONFIRMED',
    'CREATED:20261122T090000Z',
    'LAST-MODIFIED:20261122T090000Z',
  ]);

const tag = 'Events';
const path = { eventId: 'launch-party' };

export const eventOperations = {
  createEvent: {
    tag,
    summary: 'Publish an event',
    answers: [
      {
        status: 201,
        description: 'The event.',
        body: event,
        headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      },
    ],
    errors: ['EVENT_ALREADY_EXISTS', 'EVENT_BEING_DELETED', 'TRY_AGAIN'],
    example: { body: { eventId: 'launch-party', ...created }, answer: launchParty(50, 0) },
  },
  listEvents: {
    tag,
    summary: 'List and search events by date, the earliest or the latest first',
    description:
      'Where an organizer or words are searched for, a page looks through 500 events, and may hold fewer than its limit, or none: follow the links. A cursor is for the search that it came with.',
    follows: 'an index',
    answers: [{ status: 200, description: 'A page of events.', body: events, headers: ['Link'] }],
    errors: ['TRY_AGAIN'],
    example: { answer: [launchParty(50, 1)] },
  },
  getEvent: {
    tag,
    summary: 'Read an event',
    answers: [{ status: 200, description: 'The event.', body: event, headers: ['ETag'] }],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: { path, answer: launchParty(50, 1) },
  },
  getEventAvailability: {
    tag,
    summary: 'Read how many seats of an event are left',
    description:
      'It is made for many people who poll it, and costs a quarter of getEvent, which is exact. `asOf` says when the event was read. A cache may answer with what it has for five seconds more, while it asks again.',
    follows: 'a copy',
    answers: [
      { status: 200, description: 'The numbers.', body: availability, headers: ['ETag'] },
      { status: 304, description: 'The client has them, by its If-None-Match.', headers: ['ETag'] },
    ],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: {
      path,
      answer: {
        eventId: 'launch-party',
        capacity: 50,
        registeredCount: 1,
        availableSpots: 49,
        waitlistCount: 0,
        isFull: false,
        status: 'active',
        asOf: '2026-11-22T09:05:00.000Z',
      },
    },
  },
  updateEvent: {
    tag,
    summary: 'Change the given fields of an event',
    description:
      'Fields left out stay. Seats that become free go to those who wait, in order. People who were deleted leave an event that becomes active again. An event for which somebody has registered never becomes a draft again. An empty body changes nothing.',
    answers: [{ status: 200, description: 'The event.', body: event, headers: ['ETag'] }],
    errors: ['EVENT_NOT_FOUND', 'CAPACITY_BELOW_REGISTERED', 'EVENT_HAS_REGISTRATIONS', 'TRY_AGAIN'],
    example: { path, body: { capacity: 60 }, answer: launchParty(60, 1) },
  },
  deleteEvent: {
    tag,
    summary: 'Delete an event with its registrations',
    description:
      'It takes effect at once for every reader. The id is free again once the registrations are gone.',
    answers: [{ status: 204, description: 'The event is gone.' }],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: { path },
  },
  copyEvent: {
    tag,
    summary: 'Copy an event to other days, all at once',
    description:
      'Each copy has what its organiser set, with times moved by the same number of days as the date, and no people. `seriesId` is the same for all copies of an event and for copies of them. A copy of a draft is a draft, and any other is active.',
    answers: [
      {
        status: 201,
        description: 'The copies, in the order of the dates.',
        body: copies,
        headers: ['Idempotency-Replayed'],
      },
    ],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: {
      path,
      body: { dates: ['2027-06-05'] },
      answer: {
        events: [
          {
            ...launchParty(50, 0),
            eventId: '5f0c6a52-6b0e-4c3e-8b8e-2f2f6b1d7c01',
            date: '2027-06-05',
            seriesId: 'launch-party',
          },
        ],
      },
    },
  },
  getEventCalendar: {
    tag,
    summary: 'Read when an event is, as a calendar',
    description: calendarRules,
    answers: [launchPartyCalendar('Launch party')],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: { path },
  },
} satisfies Record<string, Operation>;
