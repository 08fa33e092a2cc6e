import { id, instant } from './common.ts';
import { problem } from './problem.ts';
import { checkedInRegistration, newRegistration } from './registration.ts';

/** A batch has at most this many entries. */
const MAX_ENTRIES = 100;

const userIds = {
  type: 'array',
  items: id,
  minItems: 1,
  maxItems: MAX_ENTRIES,
  uniqueItems: true,
  errorMessage: { uniqueItems: 'must not have the same id twice' },
} as const;

/** POST /events/{eventId}/registrations/batch has this body. */
export const registerManyBody = {
  type: 'object',
  additionalProperties: false,
  properties: { userIds: { ...userIds, description: 'They register in this order.' } },
  required: ['userIds'],
} as const;

const scannedAt = instant(
  'When they were scanned, in the past and at most 7 days ago. Now, unless given. Clocks differ, so up to 5 minutes ahead of the service is read as now, and a time before they got their seat as the time when they got it.',
);

/** POST /events/{eventId}/check-ins/batch has this body. */
export const checkInManyBody = {
  type: 'object',
  additionalProperties: false,
  description: 'It has either `userIds` or `checkIns`.',
  ownRules: { hasOneList: 'must have either userIds or checkIns' },
  properties: {
    userIds: { ...userIds, description: 'They are checked in now. Either these or `checkIns`.' },
    checkIns: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_ENTRIES,
      description: 'What was scanned while there was no connection. Either these or `userIds`.',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          userId: id,
          checkedInAt: {
            ...scannedAt,
            type: ['string', 'null'],
            allOf: [
              ...scannedAt.allOf,
              { format: 'recent', errorMessage: { format: 'must be in the past, and at most 7 days ago' } },
            ],
          },
        },
        required: ['userId'],
      },
    },
  },
} as const;

/** The answer to each entry of a batch, in the order of the request. */
const resultsOf = <Registration extends object>(registration: Registration) =>
  ({
    type: 'object',
    additionalProperties: false,
    properties: {
      results: {
        type: 'array',
        description: 'An answer to each entry, in the order of the request.',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            userId: id,
            status: {
              type: 'integer',
              description: 'The status that a request for this entry alone would have.',
            },
            registration,
            problem,
          },
          required: ['userId', 'status'],
        },
      },
    },
    required: ['results'],
  }) as const;

export const registeredMany = resultsOf(newRegistration);
export const checkedInMany = resultsOf(checkedInRegistration);
