import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { transformFile } from '@swc/core';
import { root } from '../servers/commands.ts';
import { temporaryFolder } from '../servers/npmStart.ts';
import { REGION } from './arns.ts';
import type { Order, Report } from './lambdaRuntime.ts';
import type { PackagedFunction } from './packagedStack.ts';

let compiled: Promise<string> | undefined;

/** The program without its types, which each process would take away again. */
async function compileRuntime(): Promise<string> {
  const { code } = await transformFile(join(root, 'tests/support/packaging/lambdaRuntime.ts'), {
    jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
  });
  const path = join(await temporaryFolder(), 'lambdaRuntime.mjs');
  await writeFile(path, code);
  return path;
}

/** The process reads nothing but its program and the zip. */
const sandbox = (...paths: string[]) => ['--permission', ...paths.map(path => `--allow-fs-read=${path}`)];

/** What Lambda sets. The key by which calls are signed is the name of the function, so that its calls are known. */
const setByLambda = (name: string): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_ACCESS_KEY_ID: name,
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  TZ: ':UTC',
});

type Surroundings = {
  /** The folder with the files of the zip. */
  folder: string;
  /** What is set besides the environment of the template. */
  environment: Record<string, string>;
  /** What answers for other origins. */
  origins: Record<string, string>;
};

/** A process with the files of one zip, as Lambda has it. */
export class ZipProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #timeoutMs: number;
  #orders = 0;

  private constructor(child: ChildProcess, timeoutMs: number) {
    this.#child = child;
    this.#timeoutMs = timeoutMs;
    const printed = Promise.all([child.stdout, child.stderr].map(stream => stream && text(stream)));
    child.on('message', (report: Report) => this.#receive(report));
    child.once('exit', async code => {
      const error = new Error(`The process ended with ${code}: ${(await printed).join('\n')}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** Starts a process, and waits until it has loaded its handler. */
  static async start(one: PackagedFunction, { folder, environment, origins }: Surroundings) {
    const [file, exported] = one.handler;
    const args = [pathToFileURL(join(folder, file)).href, exported, one.name, JSON.stringify(origins)];
    compiled ??= compileRuntime();
    const runtime = await compiled;
    const child = fork(runtime, args, {
      cwd: folder,
      env: { ...one.environment, ...setByLambda(one.name), ...environment },
      execArgv: sandbox(runtime, folder),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const started = new ZipProcess(child, one.timeoutMs);
    await started.#wait(0);
    return started;
  }

  /** Calls the handler with an event, and returns its result. It has the time that the template gives it. */
  readonly invoke = (event: unknown): Promise<unknown> => this.#order({ event, timeoutMs: this.#timeoutMs });

  /** Lets the clock of the process be ahead. */
  readonly setAhead = (aheadMs: number): Promise<unknown> => this.#order({ aheadMs });

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #order(order: { event: unknown; timeoutMs: number } | { aheadMs: number }): Promise<unknown> {
    this.#orders += 1;
    const sent: Order = { id: this.#orders, ...order };
    this.#child.send(sent);
    return this.#wait(sent.id);
  }

  #wait(id: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    return waiting.promise;
  }

  #receive({ id, result, error }: Report): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error));
  }
}
