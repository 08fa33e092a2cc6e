import './quiet.ts';
import { join, resolve } from 'node:path';
import type { Database } from './database.ts';
import { joinDatabase, openDatabase } from './dataFolder.ts';
import { completeCredentials, pointAtDatabase, streamSettings } from './environment.ts';
import { consumersOf, type Functions, leaveOutHeads, leaveOutResources, loadHandlers } from './handlers.ts';
import { addToken, type InvokedRequest } from './invokedRequest.ts';
import { AUDIENCE, type Bearer, runningIssuer, startIssuer, tokenFor } from './issuer.ts';
import { LocalError } from './localError.ts';
import LocalOffline from './offline.ts';
import { ensurePortFree } from './ports.ts';
import { accessText, readyText, tokensText } from './readyText.ts';
import { checkSettings, DEFAULT_DATA, databasePortOf, endpointOf, issuerPortOf, portOf } from './settings.ts';
import { isToldToEnd } from './shutdown.ts';
import { createMissingTables, tablesOf } from './tables.ts';

type Serverless = {
  serviceDir: string;
  processedInput: { commands: string[] };
  service: {
    custom: {
      'serverless-offline': { httpPort: string | number; location: string };
      'serverless-offline-dynamodb-streams': object;
    };
    functions: Functions;
    provider: { region: string; environment: Record<string, string> };
    resources: { Resources: Parameters<typeof tablesOf>[0] };
  };
  pluginManager: { getPlugins: () => object[] };
  classes: { Error: new (message: string) => Error };
};
type Options = {
  httpPort?: string;
  fresh?: boolean;
  auth?: boolean;
  /** The function that is invoked, and its input. */
  function?: string;
  data?: unknown;
};
type Utils = { log: { notice: (text: string) => void; error: (text: string) => void } };

/** Gives `offline` and `invoke local` the embedded database, with the tables of serverless.yml. */
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

  readonly hooks = {
    initialize: () => this.#said(() => this.#initialize()),
    'before:offline:start': () => this.#said(() => this.#beforeOffline()),
    'before:offline:start:init': () => this.#said(() => this.#beforeOffline()),
    'before:invoke:local:invoke': () => this.#said(() => this.#beforeInvoke()),
    error: () => this.#stopDatabase(),
    finalize: () => this.#stopDatabase(),
  };

  async #initialize(): Promise<void> {
    const [command, subcommand] = this.#serverless.processedInput.commands;
    const { functions } = this.#serverless.service;
    if (command === 'offline') {
      const { auth: hasIssuer = false } = this.#options;
      checkSettings(process.env, { httpPort: this.#httpPort(), isFresh: this.#isFresh(), hasIssuer });
    }
    if (command === 'offline' || subcommand === 'local') leaveOutResources(functions);
  }

  /** A problem that people can fix is printed as one sentence, without a stack trace. */
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
    leaveOutHeads(service.functions);
    const httpPort = this.#httpPort();
    await ensurePortFree(httpPort, 'the API', 'PORT');
    const start = { isFresh: this.#isFresh(), consumers: consumersOf(service.functions) };
    await this.#useDatabase(() => openDatabase(databasePortOf(process.env), this.#dataDir(), start));
    const streams = service.custom['serverless-offline-dynamodb-streams'];
    Object.assign(streams, streamSettings(this.#dataDir()));
    if (this.#options.auth) this.#useIssuer(await startIssuer(issuerPortOf(process.env), this.#dataDir()));
    Object.assign(process.env, service.provider.environment);
    const offline = service.custom['serverless-offline'];
    await loadHandlers(service.functions, serviceDir, join(serviceDir, offline.location));
    offline.httpPort = httpPort;
    void this.#announce(httpPort);
  }

  #httpPort(): number {
    const { httpPort } = this.#options;
    if (httpPort !== undefined) return portOf('--httpPort', String(httpPort), 3000);
    return portOf('PORT', String(this.#serverless.service.custom['serverless-offline'].httpPort), 3000);
  }

  #useIssuer(issuer: string): void {
    const settings = { AUTH_ISSUER: issuer, AUTH_AUDIENCE: AUDIENCE };
    Object.assign(this.#serverless.service.provider.environment, settings);
  }

  async #beforeInvoke(): Promise<void> {
    const issuer = await runningIssuer(this.#dataDir());
    if (issuer && !process.env.AUTH_ISSUER) {
      this.#useIssuer(issuer);
      Object.assign(process.env, this.#serverless.service.provider.environment);
      const { function: name = '', data } = this.#options;
      const { events = [] } = this.#serverless.service.functions[name] ?? {};
      if (events.some(({ httpApi }) => httpApi))
        await addToken(Object(data) as InvokedRequest, this.#dataDir());
    }
    await this.#useDatabase(() => joinDatabase(databasePortOf(process.env), this.#dataDir()));
  }

  /** Points the functions at a database, the embedded one unless the environment names another, with all tables. */
  async #useDatabase(open: () => Promise<Database>): Promise<void> {
    if (!endpointOf(process.env)) {
      this.#database = await open();
      void this.#database.lost.then(() => this.#endWithoutDatabase());
      pointAtDatabase(this.#database.port);
    }
    const { provider, resources } = this.#serverless.service;
    completeCredentials(provider.region);
    await createMissingTables(tablesOf(resources.Resources));
  }

  #endWithoutDatabase(): void {
    // A signal went to all processes: this one ends by itself, too.
    if (isToldToEnd()) return;
    this.#utils.log.error(
      'The embedded database was ended from outside, and so this ends too: start it again.',
    );
    process.exit(1);
  }

  async #stopDatabase(): Promise<void> {
    await this.#database?.stop();
    this.#database = undefined;
  }

  async #announce(httpPort: number): Promise<void> {
    const { pluginManager } = this.#serverless;
    await pluginManager.getPlugins().find(plugin => plugin instanceof LocalOffline)?.listening;
    if (this.#options.auth) this.#utils.log.notice(tokensText(httpPort, await this.#tokens()));
    this.#utils.log.notice(accessText(this.#serverless.service.provider.environment.AUTH_ISSUER));
    this.#utils.log.notice(readyText(httpPort, this.#database && this.#dataName()));
  }

  async #tokens() {
    const token = (bearer: Bearer) => tokenFor(bearer, this.#dataDir());
    return {
      admin: await token({ userId: 'admin', roles: ['admin'] }),
      organiser: await token({ userId: 'grace', roles: ['organiser'] }),
      person: await token({ userId: 'ada' }),
    };
  }

  #isFresh = () => this.#options.fresh ?? false;
  #dataName = () => process.env.DYNAMODB_DATA || DEFAULT_DATA;
  #dataDir = () => resolve(this.#serverless.serviceDir, this.#dataName());
}
