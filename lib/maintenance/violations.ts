/** The rules that an audit checks. */
export type Rule =
  | 'COUNTERS_COVER_ROWS'
  | 'COUNTERS_EQUAL_ROWS'
  | 'CHECK_INS_EQUAL_ROWS'
  | 'CHECKED_IN_HAVE_SEATS'
  | 'CAPACITY_HOLDS'
  | 'FREE_SEATS_ARE_FILLED'
  | 'HOLDS_ARE_SWEPT'
  | 'TICKETS_ARE_UNIQUE'
  | 'TICKETS_WERE_GIVEN'
  | 'DEPARTED_ARE_GONE'
  | 'QUEUES_ADD_UP'
  | 'SORT_KEYS_FIT_STATUS'
  | 'PLACES_FIT_REGISTRATIONS'
  | 'REGISTRATIONS_HAVE_PLACES'
  | 'DATES_FIT_EVENTS'
  | 'EVENTS_ARE_WHOLE'
  | 'EVENTS_ARE_LISTED'
  | 'ROWS_HAVE_EVENTS'
  | 'ROWS_HAVE_USERS';

/** A rule that does not hold, at an event, for a user, or both. */
export type Violation = { eventId?: string; userId?: string; rule: Rule; detail: string };

/** The violations that a check found, or `undefined` when the subject changed meanwhile. */
export type Check = { isEvent: boolean; found: Violation[] | undefined };
