import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OperationId, requests } from '../../schemas/requests.ts';
import { root } from '../support/servers/commands.ts';

/** What each request in tests/requests/ is answered, in an order in which they tell a story. */
const STORY: Record<OperationId, number> = {
  getRoot: 200,
  getHealth: 200,
  getOpenApi: 200,
  getDocs: 200,
  getDocsFile: 200,
  createEvent: 201,
  createUser: 201,
  registerForEvent: 201,
  getEvent: 200,
  getEventAvailability: 200,
  listEvents: 200,
  getUser: 200,
  listUsers: 200,
  listEventRegistrations: 200,
  listUserRegistrations: 200,
  getEventCalendar: 200,
  createCalendarFeed: 201,
  getUserCalendar: 200,
  updateEvent: 200,
  checkIn: 200,
  undoCheckIn: 200,
  unregisterFromEvent: 200,
  listEventHistory: 200,
  listUserHistory: 200,
  deleteEvent: 204,
  deleteUser: 204,
  routeNotFound: 404,
};

const folder = join(root, 'tests/requests');

test('there is a request for each function', async () => {
  const files = await readdir(folder);
  expect(files.sort()).toEqual(
    Object.keys(requests)
      .map(operationId => `${operationId}.json`)
      .sort(),
  );
});

test.each(Object.entries(STORY))('the request for %s is answered with a %i', async (operationId, status) => {
  const request = JSON.parse(await readFile(join(folder, `${operationId}.json`), 'utf8'));
  const { handler } = await import(`../../functions/${operationId}.ts`);
  const context = { awsRequestId: 'test-request', getRemainingTimeInMillis: () => 10_000 };
  expect(await handler(request, context)).toMatchObject({ statusCode: status });
});
