/** Functions of lists contain what is here. They need none of the other schemas. */

/** A list is answered in one of these types: in the first one when the client has no preference. */
export const LIST_TYPES = ['application/json', 'text/csv; charset=utf-8; header=present'] as const;

/** The names of these types in the query, in the same order. */
export const LIST_FORMATS = ['json', 'csv'] as const;

/** The fields of a registration. As CSV, a list has these columns. */
export const REGISTRATION_FIELDS = [
  'registrationId',
  'userId',
  'eventId',
  'status',
  'registeredAt',
  'waitlistPosition',
  'promotedAt',
  'checkedInAt',
] as const;

/** The fields of an entry of a history. As CSV, a history has these columns. */
export const HISTORY_FIELDS = [
  'entryId',
  'time',
  'change',
  'cause',
  'eventId',
  'userId',
  'registrationId',
] as const;
