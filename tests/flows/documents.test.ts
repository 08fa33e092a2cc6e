import { succeed } from '../support/api/client.ts';
import { ABOUT_ACCESS, executed, expectPrinted, timeless } from '../support/documents/consoles.ts';
import { blocksOf, textOf } from '../support/documents/documents.ts';
import { until } from '../support/servers/processes.ts';
import type { Received } from '../support/servers/webhookReceiver.ts';

test('the README and the pages about the API and about registering have commands', () => {
  expect(executed).toEqual(expect.arrayContaining(['README.md', 'docs/api.md', 'docs/registration.md']));
});

test.each(executed.filter(document => document !== ABOUT_ACCESS))(
  'the commands of %s print what the document shows',
  document => expectPrinted(document, new URL(process.env.TEST_URL ?? '').host),
);

/** The lines that `npm run receiver` prints for the notices of an event, each once and sorted. */
async function linesOf(eventId: string): Promise<string[]> {
  const received = await fetch(`${process.env.TEST_RECEIVER_URL}?eventId=${eventId}`);
  const notices = (await received.json()) as Received[];
  const lines = notices.map(({ id, type, data: { registration } }) =>
    [type, ...(registration ? [registration.userId] : []), eventId, `(id ${timeless(id)})`].join('  '),
  );
  return [...new Set(lines)].sort();
}

test('the notices of the walk-through are those in docs/consumers.md', async () => {
  const [before = [], after = []] = blocksOf('docs/consumers.md', 'text').map(({ text }) =>
    timeless(text)
      .split('\n')
      .filter(line => line.includes('  meetup  ')),
  );
  expect(before.length).toBeGreaterThan(after.length);
  await until(async () => (await linesOf('meetup')).length >= before.length);
  expect(await linesOf('meetup')).toEqual(before.toSorted());
  await succeed('DELETE', '/events/meetup');
  await until(async () => (await linesOf('meetup')).length >= before.length + after.length);
  expect(await linesOf('meetup')).toEqual([...before, ...after].sort());
});

test('the table of routes in the README has every route of serverless.yml', async () => {
  const routes = (await import('#build/routes.js')).default;
  const listed = routes.filter(([method]) => method !== 'HEAD');
  for (const [method, path] of listed) expect(textOf('README.md')).toContain(`\`${method} ${path}\``);
});
