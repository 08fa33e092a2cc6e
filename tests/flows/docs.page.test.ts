import { randomUUID } from 'node:crypto';
import type { Browser, Page, Response } from 'playwright-core';
import { DOCS_FILES } from '../../schemas/docsFiles.ts';
import { eventBody } from '../support/api/bodies.ts';
import { succeed } from '../support/api/client.ts';
import { places } from '../support/documents/document.ts';
import { authorise } from '../support/servers/authorise.ts';
import { startBrowser } from '../support/servers/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

type Opened = { page: Page; troubles: string[]; hosts: Set<string>; answers: Response[] };

/** Opens the page at /docs. `troubles` are its errors, its warnings, and what its policy forbade. */
async function openDocs(): Promise<Opened> {
  const page = await browser.newPage();
  const troubles: string[] = [];
  const hosts = new Set<string>();
  const answers: Response[] = [];
  page.on('pageerror', error => troubles.push(error.message));
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('requestfailed', request => troubles.push(`${request.url()} failed`));
  page.on('response', answer => answers.push(answer));
  page.on('request', request => hosts.add(new URL(request.url()).host));
  await page.goto(`${process.env.TEST_URL}/docs`);
  await page.locator('.opblock').first().waitFor();
  return { page, troubles, hosts, answers };
}

test('the page lists every operation without an error, and asks no other host', async () => {
  const { page, troubles, hosts } = await openDocs();
  const ids = places.map(({ operation }) => operation.operationId);
  const listed = await page.locator('.opblock').evaluateAll(blocks => blocks.map(({ id }) => id));
  expect(listed.map(id => id.replace(/^operations-\w+-/, '')).sort()).toEqual(ids.sort());
  expect([...hosts]).toEqual([new URL(process.env.TEST_URL ?? '').host]);
  expect(troubles).toEqual([]);
});

test('the page loads its files compressed, to keep them for a year', async () => {
  const { answers } = await openDocs();
  const files = answers.filter(answer => new URL(answer.url()).pathname.startsWith('/docs/'));
  expect(files).toHaveLength(DOCS_FILES.length);
  for (const file of files)
    expect(file.headers()).toMatchObject({
      'content-encoding': 'br',
      'cache-control': expect.stringContaining('immutable'),
    });
});

test('an event is created from the page', async () => {
  const { page, troubles } = await openDocs();
  await authorise(page);
  const eventId = randomUUID();
  const operation = page.locator('#operations-Events-createEvent');
  await operation.click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.locator('textarea').fill(JSON.stringify(eventBody({ eventId })));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const answer = operation.locator('.live-responses-table .response');
  expect(await answer.locator('.response-col_status').innerText()).toMatch(/^201/);
  expect(await answer.innerText()).toContain(`location: events/${eventId}`);
  expect((await succeed('GET', `/events/${eventId}`)).eventId).toBe(eventId);
  expect(troubles).toEqual([]);
});

test('these tests see what the policy of the page forbids', async () => {
  const { page } = await openDocs();
  const complaint = page.waitForEvent('console');
  await page.evaluate("document.body.append(Object.assign(document.createElement('script'), { text: '1' }))");
  expect((await complaint).text()).toMatch(/Content Security Policy/);
});
