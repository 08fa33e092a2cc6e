import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** How an instance is started: the program that runs it, the file with its handler, and its environment. */
export type Launch = { command: string; args: string[]; file: string; env: Record<string, string> };

/** What an instance is told when it starts. */
export type Start = { file: string; events: APIGatewayProxyEventV2[] };

/** An answer, and how long the handler took for it. */
export type Timed = { ms: number; status: number; body: string };

/**
 * What an instance tells: how long its import took, the time from the beginning of the import to its first answer, and
 * when that came, in milliseconds since 1970.
 */
export type Reply = { importMs: number; coldMs: number; firstAt: number; answers: Timed[] };

/** A reply that takes longer means that the instance hangs. */
const REPLY_LIMIT_MS = 60_000;

/** An instance of a function in a process of its own, which answers one request after the other. */
export class Instance {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #file: string;
  readonly #ended = new AbortController();
  /** What it told of its first events. */
  readonly first: Promise<Reply>;

  constructor({ command, args, file, env }: Launch, events: APIGatewayProxyEventV2[] = []) {
    const start = JSON.stringify({ file, events } satisfies Start);
    this.#file = file;
    this.#child = spawn(command, [...args, start], { env, stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
    this.#child.once('exit', () => this.#ended.abort());
    this.#child.once('error', error => this.#ended.abort(error));
    this.#lines = createInterface({ input: this.#child.stdio[3] as Readable });
    this.first = this.#reply();
  }

  /** Sends events one after the other. */
  async send(events: APIGatewayProxyEventV2[]): Promise<Timed[]> {
    await this.first;
    this.#child.stdin?.write(`${JSON.stringify(events)}\n`);
    return (await this.#reply()).answers;
  }

  /** Ends the process, and waits until it has ended. */
  async stop(): Promise<void> {
    if (this.#ended.signal.aborted) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #reply(): Promise<Reply> {
    const signal = AbortSignal.any([AbortSignal.timeout(REPLY_LIMIT_MS), this.#ended.signal]);
    try {
      const [line] = await once(this.#lines, 'line', { signal });
      return JSON.parse(line);
    } catch (cause) {
      await this.stop();
      throw new Error(`An instance of ${this.#file} ended, or did not answer within a minute.`, { cause });
    }
  }
}

/** What is measured of an instance that starts. `spawnMs` is the time from the start of its process to its first answer. */
export type ColdStart = {
  importMs: number;
  firstMs: number;
  coldMs: number;
  spawnMs: number;
  lastMs: number;
};

/** Starts an instance, lets it answer these events, and ends it. */
export async function startCold(
  launch: Launch,
  events: APIGatewayProxyEventV2[],
): Promise<ColdStart & { answers: Timed[] }> {
  const begun = performance.timeOrigin + performance.now();
  const instance = new Instance(launch, events);
  const { importMs, coldMs, firstAt, answers } = await instance.first;
  await instance.stop();
  const [first, last] = [answers[0]?.ms ?? 0, answers.at(-1)?.ms ?? 0];
  return { importMs, coldMs, spawnMs: firstAt - begun, firstMs: first, lastMs: last, answers };
}
