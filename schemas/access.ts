import type { OperationId } from './requests.ts';

/** These may be allowed an operation. The words stand in the README and in the API document. */
export const WHO = {
  anyone: 'anybody',
  self: 'the person themselves',
  organiser: 'organisers',
  owner: "the event's owner",
  staff: "the event's door staff",
  admin: 'admins',
  feed: 'whoever has the secret URL',
} as const;

export type Who = keyof typeof WHO;

/** This table says who may do what while access control is on. Where it is off, anybody may do anything. */
export const access = {
  getRoot: ['anyone'],
  getHealth: ['anyone'],
  getOpenApi: ['anyone'],
  getDocs: ['anyone'],
  getDocsFile: ['anyone'],
  routeNotFound: ['anyone'],

  createEvent: ['organiser'],
  listEvents: ['anyone'],
  getEvent: ['anyone'],
  getEventAvailability: ['anyone'],
  getEventCalendar: ['anyone'],
  updateEvent: ['owner', 'admin'],
  deleteEvent: ['owner', 'admin'],
  copyEvent: ['owner', 'admin'],

  createUser: ['self', 'admin'],
  listUsers: ['admin'],
  getUser: ['self', 'admin'],
  updateUser: ['self', 'admin'],
  deleteUser: ['self', 'admin'],

  registerForEvent: ['self', 'owner', 'admin'],
  registerManyForEvent: ['owner', 'admin'],
  unregisterFromEvent: ['self', 'owner', 'admin'],
  transferSeat: ['self', 'owner', 'admin'],
  checkIn: ['owner', 'staff', 'admin'],
  checkInMany: ['owner', 'staff', 'admin'],
  undoCheckIn: ['owner', 'staff', 'admin'],
  listEventRegistrations: ['owner', 'staff', 'admin'],
  listUserRegistrations: ['self', 'admin'],

  listEventHistory: ['owner', 'admin'],
  listUserHistory: ['self', 'admin'],

  createCalendarFeed: ['self'],
  getUserCalendar: ['self', 'feed'],
} as const satisfies Record<OperationId, readonly [Who, ...Who[]]>;

type Allowed = typeof access;

/** These operations are not for anybody, where access control is on. */
export type GuardedId = {
  [Id in OperationId]: 'anyone' extends Allowed[Id][number] ? never : Id;
}[OperationId];

/** Returns who may do an operation, in words. */
export const whoMay = (operationId: OperationId): string =>
  access[operationId].map((who: Who) => WHO[who]).join(', ');
