import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../helpers/commands.ts';

const run = promisify(execFile);
const readme = readFileSync(join(root, 'README.md'), 'utf8');

type Step = { command: string; printed: string };

/** The commands of the README's console blocks, each with what the README says it prints. */
function steps(): Step[] {
  const found: Step[] = [];
  for (const [, block = ''] of readme.matchAll(/^```console\n(.*?)^```$/gms)) {
    for (const [, text = ''] of block.matchAll(/^\$ (.*?)(?=^\$ |(?![\s\S]))/gms)) {
      const lines = text.trimEnd().split('\n');
      const end = lines.findLastIndex((line, index) => index === 0 || /^ {2}/.test(line));
      found.push({ command: lines.slice(0, end + 1).join('\n'), printed: lines.slice(end + 1).join('\n') });
    }
  }
  return found;
}

/** What differs from run to run. */
const timeless = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'A-UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'A-TIME')
    .replaceAll(/\d{8}T\d{6}Z/g, 'A-TIME')
    // CSV and calendars end their lines so, which a terminal does not show.
    .replaceAll('\r\n', '\n');

/** One that waits in vain is ended. */
const LONGEST_COMMAND_MS = 60_000;

/** What a command prints, once: what follows later than a reader types is waited for in the README itself. */
async function outputOf(command: string): Promise<string> {
  const { stdout } = await run('bash', ['-c', command], { timeout: LONGEST_COMMAND_MS });
  return timeless(stdout.trimEnd());
}

test('the walk-through prints what the README says', async () => {
  expect(steps().length).toBeGreaterThan(8);
  for (const { command, printed } of steps()) {
    const here = command.replaceAll('localhost:3000', new URL(process.env.TEST_URL ?? '').host);
    expect(`$ ${command}\n${await outputOf(here)}`).toBe(`$ ${command}\n${timeless(printed)}`);
  }
});

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(20);
  for (const path of links) expect(readFileSync(join(root, path), 'utf8')).not.toBe('');
});

test('every function that the README names as a pattern is in the file that it links to', () => {
  const names = [...readme.matchAll(/\[`(?:\w+\.)?(\w+)`\]\((lib\/[^)]+)\)/g)];
  expect(names.length).toBeGreaterThan(5);
  for (const [, name = '', path = ''] of names) {
    expect(readFileSync(join(root, path), 'utf8')).toMatch(
      new RegExp(`export (async )?(const|function) ${name}\\b`),
    );
  }
});

test('the table of routes lists every route of serverless.yml', async () => {
  const routes = (await import('#build/routes.js')).default;
  const told = routes.filter(([method]) => method !== 'HEAD');
  for (const [method, path] of told) expect(readme).toContain(`\`${method} ${path}\``);
});
