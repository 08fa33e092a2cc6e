import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { webhookSettings } from '../lib/webhookSettings.ts';
import { type Database, LocalError, openDatabase } from './database.ts';
import { runningDatabase } from './databaseLock.ts';
import { type Gateway, keepToContract } from './gateway.ts';
import { generate } from './generate.ts';
import { isPortFree, untilListening } from './ports.ts';
import { createMissingTables, tablesOf } from './tables.ts';
import { generateClient } from './typedClient/generate.ts';

type Plugin = { internals?: () => { getApiGatewayServer: () => Gateway } };
type Serverless = {
  serviceDir: string;
  processedInput: { commands: string[] };
  service: {
    custom: {
      esbuild: { outputWorkFolder: string };
      'serverless-offline': { httpPort: string };
      'serverless-offline-dynamodb-streams': object;
    };
    functions: Parameters<typeof generate>[0] & Record<string, { environment?: Record<string, unknown> }>;
    provider: { region: string };
    resources: { Resources: Parameters<typeof tablesOf>[0] };
  };
  pluginManager: { getPlugins: () => Plugin[] };
  classes: { Error: new (message: string) => Error };
};
type Options = { httpPort?: string };
type Utils = { log: { notice: (text: string) => void } };

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
    const httpPort = Number(
      this.#options.httpPort ?? this.#serverless.service.custom['serverless-offline'].httpPort,
    );
    if (!(await isPortFree(httpPort))) {
      throw new LocalError(
        `Port ${httpPort}, for the API, is taken by another program: choose another one, such as PORT=${httpPort + 1}.`,
      );
    }
    await this.#useDatabase(() => openDatabase(this.#databasePort(), this.#dataDir()));
    this.#feedConsumers();
    void this.#announce(httpPort);
  }

  async #beforeInvoke(): Promise<void> {
    await this.#useDatabase(async () => {
      const running = runningDatabase(this.#dataDir());
      if (!running) return openDatabase(this.#databasePort(), this.#dataDir());
      await untilListening(running.port, AbortSignal.timeout(STARTING_MS));
      return { ...running, stop: async () => {} };
    });
  }

  /** Points the functions at a database, the embedded one unless the environment names another, with all tables. */
  async #useDatabase(open: () => Promise<Database>): Promise<void> {
    const { env } = process;
    if (!env.AWS_ENDPOINT_URL_DYNAMODB) {
      this.#database = await open();
      env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${this.#database.port}`;
    }
    if (['127.0.0.1', 'localhost'].includes(new URL(env.AWS_ENDPOINT_URL_DYNAMODB).hostname)) {
      // A local engine takes any credentials, and real ones have no business there.
      Object.assign(env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    }
    env.AWS_REGION ??= this.#serverless.service.provider.region;
    await createMissingTables(tablesOf(this.#serverless.service.resources.Resources));
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
      checkpointFile: join(this.#dataDir(), 'streams'),
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
    // When the start fails, the process ends, and the wait with it.
    await untilListening(httpPort, undefined, false);
    const offline = this.#serverless.pluginManager.getPlugins().find(({ internals }) => internals);
    if (offline?.internals) keepToContract(offline.internals().getApiGatewayServer());
    this.#utils.log.notice(`
The API is ready at http://localhost:${httpPort}. To try it:

  curl http://localhost:${httpPort}/events

or open http://localhost:${httpPort}/docs in a browser.

Ctrl-C stops it${this.#database ? ` and its database; the data stays in ${this.#dataName()}/` : ''}.`);
  }

  #databasePort = () => Number(process.env.DYNAMODB_PORT ?? 8000);
  #dataName = () => process.env.DYNAMODB_DATA ?? '.dynamodb';
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
