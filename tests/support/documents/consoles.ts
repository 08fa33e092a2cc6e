import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../servers/commands.ts';
import { blocksOf, documents } from './documents.ts';

const run = promisify(execFile);

type Step = { command: string; printed: string };

/** The commands of this document run beside `npm run start:auth`, and all others beside `npm start`. */
export const ABOUT_ACCESS = 'docs/access.md';

/** The commands in the console blocks of a document, each with its output in the document. */
export function stepsOf(document: string): Step[] {
  const commands = blocksOf(document, 'console').flatMap(({ text }) => [
    ...text.matchAll(/^\$ (.*?)(?=^\$ |(?![\s\S]))/gms),
  ]);
  return commands.map(([, text = '']) => {
    const lines = text.trimEnd().split('\n');
    const end = lines.findLastIndex((line, index) => index === 0 || /^ {2}/.test(line));
    return { command: lines.slice(0, end + 1).join('\n'), printed: lines.slice(end + 1).join('\n') };
  });
}

/** The documents that have such commands. */
export const executed = documents.filter(document => stepsOf(document).length > 0);

/** Replaces what differs from run to run. */
export const timeless = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'A-UUID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'A-TIME')
    .replaceAll(/\d{8}T\d{6}Z/g, 'A-TIME')
    // CSV and calendars end their lines with CR and LF, which a terminal does not show.
    .replaceAll('\r\n', '\n');

/** A command that does not end is stopped after this time. */
const MAX_COMMAND_MS = 60_000;

/** Runs a command once and returns its output. The documents themselves wait for what happens later. */
async function outputOf(command: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await run('bash', ['-c', command], {
    timeout: MAX_COMMAND_MS,
    cwd: root,
    env: { ...process.env, ...env },
  });
  return timeless(stdout.trimEnd());
}

/** Runs the commands of a document against a server, and expects them to print what the document shows. */
export async function expectPrinted(document: string, host: string, env: Record<string, string> = {}) {
  for (const { command, printed } of stepsOf(document)) {
    const here = command.replaceAll('localhost:3000', host);
    expect(`$ ${command}\n${await outputOf(here, env)}`).toBe(`$ ${command}\n${timeless(printed)}`);
  }
}
