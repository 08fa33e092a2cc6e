import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generate } from '../build/generate.ts';
import type { Database } from './database.ts';
import { runningDatabase } from './databaseLock.ts';
import { openDatabase, streamsFolder } from './dataFolder.ts';
import { consumersOf, type Functions, leaveOutHeads, leaveOutResources, loadHandlers } from './handlers.ts';
import { LocalError } from './localError.ts';
import LocalOffline from './offline.ts';
import { ensurePortFree, untilListening } from './ports.ts';
import { readyText } from './readyText.ts';
import { checkSettings, checkWebhook, DEFAULT_DATA, databasePortOf, endpointOf, portOf } from './settings.ts';
import { isToldToEnd } from './shutdown.ts';
import { createMissingTables, tablesOf } from './tables.ts';
import { generateClient } from './typedClient/generate.ts';

type Serverless = {
  serviceDir: string;
  processedInput: { commands: string[] };
  service: {
    custom: {
      esbuild: { outputWorkFolder: string };
      'serverless-offline': { httpPort: string | number; location?: string };
      'serverless-offline-dynamodb-streams': object;
    };
    functions: Functions;
    provider: { region: string; environment: object };
    resources: { Resources: Parameters<typeof tablesOf>[0] };
  };
  pluginManager: { getPlugins: () => object[] };
  classes: { Error: new (message: string) => Error };
};
type Options = { httpPort?: string; fresh?: boolean };
type Utils = { log: { notice: (text: string) => void; error: (text: string) => void } };

/** How long a database that another command is just starting may take. */
const STARTING_MS = 30_000;
const TELLING_MS = 500;

/**
 * What `serverless` does besides on a developer's machine: `offline` and `invoke local` get the embedded database,
 * with the tables of serverless.yml in it, and every command gets the generated files that functions import.
 */
export default class LocalPlugin {
  readonly #serverless: Serverless;
  readonly #options: Options;
  readonly #utils: Utils;
  #database: Database | undefined;

  constructor(serverless: Serverless, options: Options, utils: Utils) {
    this.#serverless = serverless;
    this.#options = options;
    this.#utils = utils;
  }

  readonly commands = {
    generate: {
      usage: 'Write what is derived from schemas/, serverless.yml and openapi.json to .build/.',
      lifecycleEvents: ['generate'],
    },
  };

  readonly hooks = {
    initialize: () => this.#said(() => this.#initialize()),
    'generate:generate': () => generateClient(),
    'before:offline:start': () => this.#said(() => this.#beforeOffline()),
    'before:offline:start:init': () => this.#said(() => this.#beforeOffline()),
    'before:invoke:local:invoke': () => this.#said(() => this.#beforeInvoke()),
    'before:package:createDeploymentArtifacts': () => this.#markAsModules(),
    'before:deploy:function:packageFunction': () => this.#markAsModules(),
    error: () => this.#endAfterFailure(),
    finalize: () => this.#stopDatabase(),
  };

  async #initialize(): Promise<void> {
    const [command, subcommand] = this.#serverless.processedInput.commands;
    const { functions } = this.#serverless.service;
    checkWebhook(process.env);
    if (command === 'offline') {
      checkSettings(process.env, { httpPort: this.#httpPort(), isFresh: this.#isFresh() });
    }
    if (command === 'offline' || subcommand === 'local') leaveOutResources(functions);
    await generate(functions);
    if (command === 'offline') leaveOutHeads(functions);
  }

  /** Problems that people can mend are told in one sentence, without a stack trace. */
  async #said(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof LocalError) throw new this.#serverless.classes.Error(error.message);
      throw error;
    }
  }

  async #beforeOffline(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    const httpPort = this.#httpPort();
    await ensurePortFree(httpPort, 'the API', 'PORT');
    const start = { isFresh: this.#isFresh(), consumers: consumersOf(service.functions) };
    await this.#useDatabase(() => openDatabase(databasePortOf(process.env), this.#dataDir(), start));
    this.#feedConsumers();
    Object.assign(process.env, service.provider.environment);
    const location = join(service.custom.esbuild.outputWorkFolder, 'offline');
    await loadHandlers(service.functions, serviceDir, join(serviceDir, location));
    Object.assign(service.custom['serverless-offline'], { httpPort, location });
    void this.#announce(httpPort);
  }

  #httpPort(): number {
    const { httpPort } = this.#options;
    if (httpPort !== undefined) return portOf('--httpPort', String(httpPort), 3000);
    return portOf('PORT', String(this.#serverless.service.custom['serverless-offline'].httpPort), 3000);
  }

  async #beforeInvoke(): Promise<void> {
    await this.#useDatabase(async () => {
      const running = runningDatabase(this.#dataDir());
      if (!running) return openDatabase(databasePortOf(process.env), this.#dataDir());
      await untilListening(running.port, AbortSignal.timeout(STARTING_MS));
      return { ...running, stop: async () => {}, lost: new Promise(() => {}) };
    });
  }

  /** Points the functions at a database, the embedded one unless the environment names another, with all tables. */
  async #useDatabase(open: () => Promise<Database>): Promise<void> {
    const { env } = process;
    if (!endpointOf(env)) {
      this.#database = await open();
      void this.#database.lost.then(() => this.#endWithoutDatabase());
      env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${this.#database.port}`;
    }
    if (['127.0.0.1', 'localhost'].includes(String(endpointOf(env)?.hostname))) {
      // A local engine takes any credentials, and real ones have no business there.
      Object.assign(env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    }
    env.AWS_REGION ??= this.#serverless.service.provider.region;
    await createMissingTables(tablesOf(this.#serverless.service.resources.Resources));
  }

  #endWithoutDatabase(): void {
    // A signal went to all processes: this one ends by itself, too.
    if (isToldToEnd()) return;
    this.#utils.log.error(
      'The embedded database was ended from outside, and so this ends too: start it again.',
    );
    process.exit(1);
  }

  /** Where the consumers find their streams, and keep how far they have read. */
  #feedConsumers(): void {
    const { env } = process;
    Object.assign(this.#serverless.service.custom['serverless-offline-dynamodb-streams'], {
      endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
      region: env.AWS_REGION,
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      checkpointFile: streamsFolder(this.#dataDir()),
    });
  }

  async #stopDatabase(): Promise<void> {
    await this.#database?.stop();
    this.#database = undefined;
  }

  /** A bundler that failed keeps the process alive: it ends nevertheless, once the error has been told. */
  async #endAfterFailure(): Promise<void> {
    await this.#stopDatabase();
    setTimeout(() => process.exit(), TELLING_MS).unref();
  }

  async #announce(httpPort: number): Promise<void> {
    const { pluginManager } = this.#serverless;
    await pluginManager.getPlugins().find(plugin => plugin instanceof LocalOffline)?.listening;
    this.#utils.log.notice(readyText(httpPort, this.#database && this.#dataName()));
  }

  #isFresh = () => this.#options.fresh ?? false;
  #dataName = () => process.env.DYNAMODB_DATA || DEFAULT_DATA;
  #dataDir = () => resolve(this.#serverless.serviceDir, this.#dataName());

  /** Bundles are ES modules named .js: Node needs a package.json beside them that says so. */
  async #markAsModules(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    const folder = join(serviceDir, service.custom.esbuild.outputWorkFolder, '.build', 'functions');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  }
}
