import { history } from '../history.ts';
import { csv, type Operation } from './operation.ts';

const registrationId = '3d0c4c0e-5d0e-4a30-9a3c-0d7a3a0b5a01';
const whose = { eventId: 'launch-party', userId: 'ada', registrationId };
const entries = [
  {
    entryId: `${registrationId}-3`,
    time: '2026-11-22T09:00:03.000Z',
    change: 'unregistered',
    cause: 'request',
    ...whose,
  },
  {
    entryId: `${registrationId}-c2`,
    time: '2026-11-22T09:00:02.600Z',
    change: 'check_in_undone',
    cause: 'request',
    ...whose,
  },
  {
    entryId: `${registrationId}-c1`,
    time: '2026-11-22T09:00:02.500Z',
    change: 'checked_in',
    cause: 'request',
    ...whose,
  },
  {
    entryId: `${registrationId}-1`,
    time: '2026-11-22T09:00:02.000Z',
    change: 'registered',
    cause: 'request',
    ...whose,
  },
];

const tag = 'History';
const follows = 'a stream';
const answers: Operation['answers'] = [
  { status: 200, description: 'A page of entries.', body: history, headers: ['Link'] },
  csv(entries),
];

export const historyOperations = {
  listEventHistory: {
    tag,
    summary: 'List what happened to the registrations of an event, newest first',
    description:
      'Entries stay when the event is deleted, until somebody takes its id. Those of a deleted user stay under `deleted-<uuid>`.',
    follows,
    answers,
    errors: ['EVENT_NOT_FOUND', 'TRY_AGAIN'],
    example: { path: { eventId: 'launch-party' }, answer: entries },
  },
  listUserHistory: {
    tag,
    summary: 'List what happened to the registrations of a person, newest first',
    description:
      'It begins when the user was made, whoever had the id before. Once they are deleted only the histories of events tell it, under `deleted-<uuid>`.',
    follows,
    answers,
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: { path: { userId: 'ada' }, answer: entries },
  },
} satisfies Record<string, Operation>;
