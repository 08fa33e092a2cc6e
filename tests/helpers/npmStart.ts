import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../local/ports.ts';
import { compileCache, root } from './commands.ts';
import { type Process, processes, until } from './processes.ts';

/** A run of `npm start`, in a process group of its own as a terminal gives it one. */
export type Run = {
  pid: number;
  url: string;
  httpPort: number;
  databasePort: number;
  dataDir: string;
  /** Its exit code. */
  ended: Promise<number | null>;
  printed: () => string;
};

type Settings = Partial<Pick<Run, 'httpPort' | 'databasePort' | 'dataDir'> & { project: string }>;

// A stage of its own keeps the bundles of a server that is running in this folder as they are.
export const stage = `start${process.pid}`;
const READY = 'The API is ready';

const runs: Run[] = [];
const folders = [join(root, '.esbuild', stage)];

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'event-management-api-'));
  folders.push(folder);
  return folder;
}

export async function npmStart(settings: Settings = {}): Promise<Run> {
  const httpPort = settings.httpPort ?? (await anyFreePort());
  const databasePort = settings.databasePort ?? (await anyFreePort());
  const dataDir = settings.dataDir ?? (await temporaryFolder());
  const { AWS_ENDPOINT_URL_DYNAMODB: _, ...env } = process.env;
  const npm = spawn('npm', ['start', '--', '--stage', stage], {
    cwd: settings.project ?? root,
    env: {
      ...env,
      ...compileCache,
      PORT: `${httpPort}`,
      DYNAMODB_PORT: `${databasePort}`,
      DYNAMODB_DATA: dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const run = {
    pid: npm.pid as number,
    url: `http://127.0.0.1:${httpPort}`,
    httpPort,
    databasePort,
    dataDir,
    ended: once(npm, 'close').then(([code]) => code),
    printed: printedBy(npm),
  };
  runs.push(run);
  return run;
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

/** Waits until `npm start` says that the API is ready. */
export async function ready(run: Run): Promise<Run> {
  let hasEnded = false;
  run.ended.finally(() => {
    hasEnded = true;
  });
  await until(() => hasEnded || run.printed().includes(READY));
  if (hasEnded) throw new Error(`npm start ended: ${run.printed()}`);
  return run;
}

/** What still runs of a run: its process group, and whatever has its data open. */
export const remains = ({ pid, dataDir }: Run): Process[] =>
  processes().filter(({ group, command }) => group === pid || command.includes(dataDir));

export const databaseOf = ({ dataDir }: Run): Process | undefined =>
  processes().find(({ command }) => command.includes(join(dataDir, 'data.db')));

/** Ends whatever runs are left, and removes what they wrote. */
export async function cleanUp(): Promise<void> {
  for (const { pid } of runs.flatMap(remains)) process.kill(pid, 'SIGKILL');
  await until(() => runs.flatMap(remains).length === 0);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
