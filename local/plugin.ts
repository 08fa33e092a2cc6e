import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { webhookSettings } from '../lib/webhookSettings.ts';
import type { Database } from './database.ts';
import { runningDatabase } from './databaseLock.ts';
import { openDatabase, streamsFolder } from './dataFolder.ts';
import { generate } from './generate.ts';
import { loadHandlers } from './handlers.ts';
import { LocalError } from './localError.ts';
import LocalOffline from './offline.ts';
import { ensurePortFree, untilListening } from './ports.ts';
import { readyText } from './readyText.ts';
import { endpointOf, logOf, portOf } from './settings.ts';
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
    functions: Parameters<typeof generate>[0] & Parameters<typeof loadHandlers>[0];
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
    checkWebhook();
    if (command === 'offline') this.#checkSettings();
    if (command === 'offline' || subcommand === 'local') this.#leaveOutResources();
    await generate(this.#serverless.service.functions);
    if (command === 'offline') this.#leaveOutHeads();
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
    const isFresh = this.#options.fresh ?? false;
    await this.#useDatabase(() => openDatabase(this.#databasePort(), this.#dataDir(), { isFresh }));
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

  #checkSettings(): void {
    logOf(process.env);
    const httpPort = this.#httpPort();
    const isElsewhere = endpointOf(process.env) !== undefined;
    if (isElsewhere && this.#options.fresh) {
      throw new LocalError(
        'Only the embedded database can start over, and AWS_ENDPOINT_URL_DYNAMODB names another one: leave --fresh out, or that setting.',
      );
    }
    if (!isElsewhere && httpPort === this.#databasePort()) {
      throw new LocalError(
        `PORT and DYNAMODB_PORT are both ${httpPort}: the API and its database need a port each.`,
      );
    }
  }

  async #beforeInvoke(): Promise<void> {
    await this.#useDatabase(async () => {
      const running = runningDatabase(this.#dataDir());
      if (!running) return openDatabase(this.#databasePort(), this.#dataDir());
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
    this.#utils.log.error(
      'The embedded database was ended from outside, and so this ends too: start it again.',
    );
    process.exit(1);
  }

  /** What only AWS can name, such as the URL of a queue, is not there. */
  #leaveOutResources(): void {
    for (const { environment = {} } of Object.values(this.#serverless.service.functions)) {
      for (const [name, value] of Object.entries(environment)) {
        if (typeof value === 'object') delete environment[name];
      }
    }
  }

  /** The local gateway answers HEAD by the routes of GET, and speaks of each one that it is given besides. */
  #leaveOutHeads(): void {
    for (const one of Object.values(this.#serverless.service.functions)) {
      one.events = one.events.filter(({ httpApi }) => !httpApi?.startsWith('HEAD '));
    }
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

  #databasePort = () => portOf('DYNAMODB_PORT', process.env.DYNAMODB_PORT, 8000);
  #dataName = () => process.env.DYNAMODB_DATA || '.dynamodb';
  #dataDir = () => resolve(this.#serverless.serviceDir, this.#dataName());

  /** Bundles are ES modules named .js: Node needs a package.json beside them that says so. */
  async #markAsModules(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    const folder = join(serviceDir, service.custom.esbuild.outputWorkFolder, '.build', 'functions');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  }
}

/** Nothing is started, or deployed, with settings with which no notice could be sent. */
function checkWebhook(): void {
  try {
    webhookSettings(process.env);
  } catch (error) {
    throw new LocalError((error as Error).message);
  }
}
