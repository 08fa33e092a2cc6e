import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCESS_SETTINGS } from '../../../lib/access/settings.ts';
import { anyFreePort } from '../../../local/ports.ts';
import { compileCache, root } from './commands.ts';
import { makeDataFolder } from './dataFolder.ts';
import { type Process, processes, until } from './processes.ts';

/** A command of npm in its own process group, as in a terminal. */
export type Command = {
  pid: number;
  /** Its exit code. */
  ended: Promise<number | null>;
  printed: () => string;
};

/** A run of `npm start`. */
export type Run = Command & {
  url: string;
  httpPort: number;
  databasePort: number;
  issuerPort: number;
  dataDir: string;
};

type Settings = Partial<Pick<Run, 'httpPort' | 'databasePort' | 'dataDir'>> & {
  /** What is started in place of `npm start`. */
  script?: 'start:auth';
  project?: string;
  env?: Record<string, string>;
  options?: string[];
};

// With its own stage a run does not change the modules of a server that runs in this folder.
export const stage = `start${process.pid}`;
/** `npm start` prints this when it accepts requests. */
export const READY = 'The API is ready';

const commands: Command[] = [];
const folders = [join(root, '.build', 'offline', stage)];

export const temporaryFolder = (): Promise<string> =>
  removedLater(mkdtemp(join(tmpdir(), 'event-management-api-')));

async function removedLater(made: Promise<string>): Promise<string> {
  const folder = await made;
  folders.push(folder);
  return folder;
}

const NOT_INHERITED = [
  'AWS_ENDPOINT_URL_DYNAMODB',
  'WEBHOOK_URL',
  'WEBHOOK_SECRET',
  'WEBHOOK_SECRET_PARAMETER',
  'POWERTOOLS_LOG_LEVEL',
  'POWERTOOLS_METRICS_DISABLED',
  ...ACCESS_SETTINGS,
];

/** Starts a command of npm. It does not inherit settings of databases, webhooks, logs and access control. */
export function npm(args: string[], env: Record<string, string>, cwd = root): Command {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name));
  const child = spawn('npm', args, {
    cwd,
    env: { ...Object.fromEntries(inherited), ...compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const command = {
    pid: child.pid as number,
    ended: once(child, 'close').then(([code]) => code),
    printed: printedBy(child),
  };
  commands.push(command);
  return command;
}

export async function npmStart(settings: Settings = {}): Promise<Run> {
  const httpPort = settings.httpPort ?? (await anyFreePort());
  const databasePort = settings.databasePort ?? (await anyFreePort());
  const dataDir = settings.dataDir ?? (await removedLater(makeDataFolder()));
  const issuerPort = await anyFreePort();
  const env = {
    PORT: `${httpPort}`,
    DYNAMODB_PORT: `${databasePort}`,
    ISSUER_PORT: `${issuerPort}`,
    DYNAMODB_DATA: dataDir,
  };
  const command = npm(
    [
      ...(settings.script ? ['run', settings.script] : ['start']),
      '--',
      '--stage',
      stage,
      ...(settings.options ?? []),
    ],
    { ...env, ...settings.env },
    settings.project,
  );
  const url = `http://127.0.0.1:${httpPort}`;
  return Object.assign(command, { url, httpPort, databasePort, issuerPort, dataDir });
}

function printedBy({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
  }
  return () => text;
}

/** Waits until `npm start` prints that the API is ready. */
export async function ready(run: Run): Promise<Run> {
  let hasEnded = false;
  run.ended.finally(() => {
    hasEnded = true;
  });
  await until(() => hasEnded || run.printed().includes(READY));
  if (hasEnded) throw new Error(`npm start ended: ${run.printed()}`);
  return run;
}

/** The running processes of a run: its process group, and every process that has its data open. */
export const remains = ({ pid, dataDir }: Command & Partial<Run>): Process[] =>
  processes().filter(
    ({ group, command }) => group === pid || (dataDir !== undefined && command.includes(dataDir)),
  );

export const databaseOf = ({ dataDir }: Run): Process | undefined =>
  processes().find(({ command }) => command.includes(join(dataDir, 'data.db')));

/** Ends a process, which may have ended already. */
export function kill(pid: number | undefined): void {
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ends the runs that are left, and removes their files. */
export async function cleanUp(): Promise<void> {
  await until(() => {
    const left = commands.flatMap(remains);
    for (const { pid } of left) kill(pid);
    return left.length === 0;
  });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
