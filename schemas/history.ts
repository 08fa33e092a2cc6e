import { id, timestamp, uuid } from './common.ts';
import { HISTORY_FIELDS } from './lists.ts';

/** The API answers one change of one registration in this form. */
export const historyEntry = {
  type: 'object',
  additionalProperties: false,
  properties: {
    entryId: { type: 'string' },
    time: timestamp,
    change: {
      type: 'string',
      enum: [
        'registered',
        'waitlisted',
        'promoted',
        'checked_in',
        'check_in_undone',
        'unregistered',
        'removed',
      ],
    },
    cause: { type: 'string', enum: ['request', 'vacancy', 'event_deleted', 'user_deleted'] },
    eventId: id,
    userId: id,
    registrationId: uuid,
  },
  required: HISTORY_FIELDS,
} as const;

export const history = { type: 'array', items: historyEntry } as const;
