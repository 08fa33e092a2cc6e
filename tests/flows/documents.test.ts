import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { succeed } from '../support/api/client.ts';
import { blocksOf, documents, textOf } from '../support/documents/documents.ts';
import { until } from '../support/servers/processes.ts';
import type { Received } from '../support/servers/webhookReceiver.ts';

const run = promisify(execFile);

type Step = { command: string; printed: string };

/** The commands in the console blocks of a document, each with its output in the document. */
function stepsOf(document: string): Step[] {
  const commands = blocksOf(document, 'console').flatMap(({ text }) => [
    ...text.matchAll(/^\$ (.*?)(?=^\$ |(?![\s\S]))/gms),
  ]);
  return commands.map(([, text = '']) => {
    const lines = text.trimEnd().split('\n');
    const end = lines.findLastIndex((line, index) => index === 0 || /^ {2}/.test(line));
    return { command: lines.slice(0, end + 1).join('\n'), printed: lines.slice(end + 1).join('\n') };
  });
}

/** Replaces what differs from run to run. */
const timeless = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'A-UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'A-TIME')
    .replaceAll(/\d{8}T\d{6}Z/g, 'A-TIME')
    // CSV and calendars end their lines with CR and LF, which a terminal does not show.
    .replaceAll('\r\n', '\n');

/** A command that does not end is stopped after this time. */
const MAX_COMMAND_MS = 60_000;

/** Runs a command once and returns its output. The documents themselves wait for what happens later. */
async function outputOf(command: string): Promise<string> {
  const { stdout } = await run('bash', ['-c', command], { timeout: MAX_COMMAND_MS });
  return timeless(stdout.trimEnd());
}

const executed = documents
  .map(document => ({ document, steps: stepsOf(document) }))
  .filter(({ steps }) => steps.length > 0);

test('the README and the pages about the API and about registering have commands', () => {
  expect(executed.map(({ document }) => document)).toEqual(
    expect.arrayContaining(['README.md', 'docs/api.md', 'docs/registration.md']),
  );
});

test.each(executed)('the commands of $document print what the document shows', async ({ steps }) => {
  for (const { command, printed } of steps) {
    const here = command.replaceAll('localhost:3000', new URL(process.env.TEST_URL ?? '').host);
    expect(`$ ${command}\n${await outputOf(here)}`).toBe(`$ ${command}\n${timeless(printed)}`);
  }
});

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
