import type { ErrorCode } from '../../lib/core/errors.ts';
import { alreadyRegistered, alreadyWaiting, eventNotOpenForCheckIn } from '../../lib/core/refusals.ts';
import { checkedInMany, registeredMany } from '../batch.ts';
import {
  checkedInRegistration,
  departure,
  newRegistration,
  registration,
  registrations,
  userRegistrations,
} from '../registration.ts';
import { calendarFeed } from '../user.ts';
import { launchParty, launchPartyCalendar } from './events.ts';
import { calendarRules, csv, type Operation } from './operation.ts';

const registered = {
  registrationId: '3d0c4c0e-5d0e-4a30-9a3c-0d7a3a0b5a01',
  userId: 'ada',
  eventId: 'launch-party',
  status: 'registered',
  registeredAt: '2026-11-22T09:00:02.000Z',
  waitlistPosition: null,
  promotedAt: null,
  checkedInAt: null,
};

const tag = 'Registrations';
const eventPath = { eventId: 'launch-party' };
const userPath = { userId: 'ada' };

const NOBODY_THERE: ErrorCode[] = ['EVENT_NOT_FOUND', 'USER_NOT_FOUND', 'REGISTRATION_NOT_FOUND'];

/** What every batch answers. */
const batchOf = (body: object) =>
  ({
    answers: [
      { status: 200, description: 'What became of each entry.', body, headers: ['Idempotency-Replayed'] },
    ],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
  }) satisfies Partial<Operation>;

export const registrationOperations = {
  registerForEvent: {
    tag,
    summary: 'Register a person for an event',
    description: 'They get a seat or, when the event is full and has a waitlist, the place at its end.',
    answers: [
      {
        status: 201,
        description: 'The registration, and what it is in a sentence.',
        body: newRegistration,
        headers: ['Idempotency-Replayed'],
      },
    ],
    errors: [
      'EVENT_NOT_FOUND',
      'USER_NOT_FOUND',
      'ALREADY_REGISTERED',
      'ALREADY_WAITLISTED',
      'EVENT_FULL',
      'WAITLIST_FULL',
      'EVENT_NOT_OPEN',
      'REGISTRATION_NOT_OPEN',
      'TRY_AGAIN',
    ],
    example: {
      path: eventPath,
      body: { userId: 'ada' },
      answer: { ...registered, message: 'Successfully registered for event' },
    },
  },
  registerManyForEvent: {
    tag,
    summary: 'Register up to a hundred people for an event',
    description:
      'They register one after another, in the order given, each as by a request of their own. What refuses one does not stop the others. An entry is made as a whole or not at all, and those for which no time is left are a 503 `TRY_AGAIN`. A batch has no answers to questions: while the event requires one, each entry is a 422. With an Idempotency-Key the same request goes on where an earlier one ended, and answers the rest as that one did.',
    ...batchOf(registeredMany),
    example: {
      path: eventPath,
      body: { userIds: ['ada'] },
      answer: {
        results: [
          {
            userId: 'ada',
            status: 409,
            problem: {
              type: 'about:blank',
              title: 'Conflict',
              status: 409,
              detail: alreadyRegistered().message,
              code: 'ALREADY_REGISTERED',
              requestId: '7b0f4c1e-2c55-4d0c-8f5c-5f3a1f6f3a52',
            },
          },
        ],
      },
    },
  },
  unregisterFromEvent: {
    tag,
    summary: 'Take a person off an event or its waitlist',
    description: 'The seat of who was registered goes to the head of the waitlist at once.',
    answers: [{ status: 200, description: 'What happened.', body: departure }],
    errors: [...NOBODY_THERE, 'ALREADY_CHECKED_IN', 'LEAVING_CLOSED', 'TRY_AGAIN'],
    example: {
      path: { ...eventPath, ...userPath },
      answer: { message: 'Successfully unregistered from event' },
    },
  },
  transferSeat: {
    tag,
    summary: 'Hand a seat on to somebody else',
    description:
      'The seat keeps its place in the list, nobody is promoted, and no counter changes. A place in the queue cannot be handed on.',
    answers: [
      {
        status: 200,
        description: 'The registration of who has the seat now, and a sentence.',
        body: newRegistration,
        headers: ['Idempotency-Replayed'],
      },
    ],
    errors: [
      ...NOBODY_THERE,
      'NOT_SEATED',
      'ALREADY_REGISTERED',
      'ALREADY_WAITLISTED',
      'ALREADY_CHECKED_IN',
      'LEAVING_CLOSED',
      'TRY_AGAIN',
    ],
    refusals: [alreadyWaiting()],
    example: {
      path: { ...eventPath, ...userPath },
      body: { to: 'ben' },
      answer: { ...registered, userId: 'ben', message: 'Successfully handed the seat on' },
    },
  },
  checkIn: {
    tag,
    summary: 'Check in at the door a person who has a seat',
    description:
      'Somebody who is checked in already keeps that time, and `firstCheckIn` is false: their ticket was used before.',
    answers: [
      {
        status: 200,
        description: 'The registration, and whether this checked them in.',
        body: checkedInRegistration,
        headers: ['Idempotency-Replayed'],
      },
    ],
    errors: [...NOBODY_THERE, 'EVENT_NOT_OPEN', 'NOT_SEATED', 'TRY_AGAIN'],
    refusals: [eventNotOpenForCheckIn('cancelled')],
    example: {
      path: { ...eventPath, ...userPath },
      answer: { ...registered, checkedInAt: '2026-11-22T09:00:02.500Z', firstCheckIn: true },
    },
  },
  checkInMany: {
    tag,
    summary: 'Check in up to a hundred people, now or when they were scanned',
    description:
      'They are checked in one after another, in the order given, each as by a request of their own. A first check-in has the time that is given, but none before they got their seat. Otherwise it is as registerManyForEvent.',
    ...batchOf(checkedInMany),
    example: {
      path: eventPath,
      body: { userIds: ['ada'] },
      answer: {
        results: [
          {
            userId: 'ada',
            status: 200,
            registration: { ...registered, checkedInAt: '2026-11-22T09:00:02.500Z', firstCheckIn: false },
          },
        ],
      },
    },
  },
  undoCheckIn: {
    tag,
    summary: 'Take a check-in back',
    description: 'Whatever the status of the event. Again, it is answered the same.',
    answers: [{ status: 200, description: 'The registration.', body: registration }],
    errors: [...NOBODY_THERE, 'TRY_AGAIN'],
    example: { path: { ...eventPath, ...userPath }, answer: registered },
  },
  listEventRegistrations: {
    tag,
    summary: 'List the registrations of an event: seats, then the waitlist, each in its order',
    answers: [
      { status: 200, description: 'A page of registrations.', body: registrations, headers: ['Link'] },
      csv([registered]),
    ],
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: { path: eventPath, answer: [registered] },
  },
  listUserRegistrations: {
    tag,
    summary: 'List the registrations of a person with their events, earliest event first',
    description:
      'A cursor is for the search that it came with. A registration is in the list from its answer on. When an event gets another date, it moves in this order a moment later, and a reader who follows the links meanwhile may meet it twice or not at all.',
    answers: [
      {
        status: 200,
        description: 'A page of registrations with their events.',
        body: userRegistrations,
        headers: ['Link'],
      },
    ],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: { path: userPath, answer: [{ registration: registered, event: launchParty(50, 1) }] },
  },
  createCalendarFeed: {
    tag,
    summary: "Make the secret address of a person's calendar, for programs that send no headers",
    description:
      'It replaces the address that was made before, which stops working. Only a hash of the secret is stored. It takes no Idempotency-Key, since that would store the secret. Without access control the address has no secret.',
    answers: [{ status: 201, description: 'The address.', body: calendarFeed }],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: {
      path: userPath,
      answer: { url: '../ada/calendar.ics?token=QSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcyBpbiB' },
    },
  },
  getUserCalendar: {
    tag,
    summary: 'Read the events of a person as a calendar',
    description: `At most 500: past ones are left out first, then those with the latest dates, and the calendar's \`DESCRIPTION\` says so. An event is \`TENTATIVE\` while they wait. ${calendarRules}`,
    answers: [launchPartyCalendar('Events')],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: { path: userPath },
  },
} satisfies Record<string, Operation>;
