import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { eventBody } from '../support/api/bodies.ts';
import { newUsers, succeed } from '../support/api/client.ts';
import { tokenHeader } from '../support/api/token.ts';
import { places } from '../support/documents/document.ts';
import { authorise } from '../support/servers/authorise.ts';
import { startBrowser } from '../support/servers/browser.ts';
import { type PrefixProxy, startPrefixProxy } from '../support/servers/prefixProxy.ts';

let browser: Browser;
let proxy: PrefixProxy;
beforeAll(async () => {
  proxy = await startPrefixProxy('/tickets', String(process.env.TEST_URL));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  proxy?.stop();
});

const at = (path: string) => `${proxy.origin}/tickets${path}`;

test.each(['/docs', '/docs/'])('the page at %s sends its requests behind the prefix', async path => {
  const page = await browser.newPage();
  const troubles: string[] = [];
  page.on('pageerror', error => troubles.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(at(path));
  await page.locator('.opblock').first().waitFor();
  await authorise(page);
  expect(page.url()).toBe(at('/docs'));
  expect(await page.locator('.opblock').count()).toBe(places.length);
  const operation = page.locator('#operations-Events-createEvent');
  await operation.click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  const eventId = randomUUID();
  await operation.locator('textarea').fill(JSON.stringify(eventBody({ eventId })));
  await operation.getByRole('button', { name: 'Execute' }).click();
  const status = operation.locator('.live-responses-table .response .response-col_status');
  expect(await status.innerText()).toMatch(/^201/);
  expect(proxy.requested).toContain('POST /tickets/events');
  expect((await succeed('GET', `/events/${eventId}`)).eventId).toBe(eventId);
  expect(troubles).toEqual([]);
});

test('a page of another origin may send any header, and read the headers of the answer', async () => {
  const page = await browser.newPage();
  await page.goto(`${proxy.origin}/page`);
  await newUsers(2);
  const address = `${process.env.TEST_URL}/users?limit=1`;
  const sent = {
    authorization: 'Bearer x',
    ...(await tokenHeader({ method: 'GET', path: '/users' })),
    'x-requested-with': 'XMLHttpRequest',
    'sentry-trace': '1-1-1',
    baggage: 'a=b',
    'if-match': '*',
  };
  const send = async ([url, headers]: [string, Record<string, string>]) => {
    const { status, headers: told } = await fetch(url, { headers });
    return { status, link: told.get('link') };
  };
  const answer = await page.evaluate(send, [address, sent] as [string, Record<string, string>]);
  expect(answer).toEqual({ status: 200, link: expect.stringMatching(/^<\?limit=1&cursor=/) });
});
