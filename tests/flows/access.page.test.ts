import type { Browser, Locator } from 'playwright-core';
import { eventBody } from '../support/api/bodies.ts';
import { send } from '../support/api/client.ts';
import { asBearer } from '../support/api/token.ts';
import { enterToken } from '../support/servers/authorise.ts';
import { startBrowser } from '../support/servers/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

/** Opens an operation of the page at /docs. */
async function openOperation(id: string): Promise<Locator> {
  const page = await browser.newPage();
  await page.goto(`${process.env.TEST_URL}/docs`);
  const operation = page.locator(`#operations-${id}`);
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  return operation;
}

/** Sends the request of an operation, whose answer must have this status. */
async function execute(operation: Locator, status: RegExp): Promise<void> {
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation
    .locator('.live-responses-table .response .response-col_status', { hasText: status })
    .waitFor();
}

test('the page sends the token that its dialog was given, and without one is refused', async () => {
  const operation = await openOperation('Events-createEvent');
  const { eventId, ...body } = eventBody();
  await operation.locator('textarea').fill(JSON.stringify({ eventId, ...body }));
  await execute(operation, /^401/);
  const { authorization } = await asBearer({ userId: 'grace', roles: ['organiser'] });
  await enterToken(operation.page(), authorization.replace('Bearer ', ''));
  await execute(operation, /^201/);
  expect(await send('GET', `/events/${eventId}`)).toMatchObject({ status: 200, body: { eventId } });
});

test('the page locks the operations that need a token, and no others', async () => {
  const operation = await openOperation('Events-createEvent');
  const locked = operation.page().locator('.opblock:has(.authorization__btn)');
  const ids = await locked.evaluateAll(blocks => blocks.map(({ id }) => id.replace(/^operations-\w+-/, '')));
  expect(ids).toEqual(expect.arrayContaining(['createEvent', 'getUserCalendar', 'checkIn']));
  for (const open of ['listEvents', 'getEventAvailability', 'getHealth']) expect(ids).not.toContain(open);
});
