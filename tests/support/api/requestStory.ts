import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperationId } from '../../../schemas/requests.ts';
import { root } from '../servers/commands.ts';

/** What each request in tests/requests/ is answered, in an order in which they tell a story. */
export const STORY: Record<OperationId, number> = {
  getRoot: 200,
  getHealth: 200,
  getOpenApi: 200,
  getDocs: 200,
  getDocsFile: 200,
  createEvent: 201,
  createUser: 201,
  registerForEvent: 201,
  registerManyForEvent: 200,
  getEvent: 200,
  getEventAvailability: 200,
  listEvents: 200,
  copyEvent: 201,
  getUser: 200,
  listUsers: 200,
  listEventRegistrations: 200,
  listUserRegistrations: 200,
  getEventCalendar: 200,
  createCalendarFeed: 201,
  getUserCalendar: 200,
  updateEvent: 200,
  transferSeat: 404,
  updateUser: 200,
  checkIn: 200,
  checkInMany: 200,
  undoCheckIn: 200,
  unregisterFromEvent: 200,
  listEventHistory: 200,
  listUserHistory: 200,
  deleteEvent: 204,
  deleteUser: 204,
  routeNotFound: 404,
};

export const REQUESTS = join(root, 'tests/requests');

/** Returns the text of the request for an operation. */
export const storyRequest = (operationId: string): Promise<string> =>
  readFile(join(REQUESTS, `${operationId}.json`), 'utf8');
