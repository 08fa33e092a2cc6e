import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessSettings } from '../lib/access/settings.ts';
import { webhookSettings } from '../lib/activity/webhookSettings.ts';
import { allowedOrigins } from '../lib/http/allowedOrigins.ts';
import { type Functions, routesOf } from './routes.ts';
import { unlessGenerated } from './unlessGenerated.ts';

type Serverless = {
  serviceDir: string;
  processedInput: { commands: string[] };
  service: {
    custom: { esbuild: { outputWorkFolder: string }; webhook: { WEBHOOK_SECRET_PARAMETER: string } };
    functions: Functions;
    provider: { stage: string; environment: NodeJS.ProcessEnv };
  };
  classes: { Error: new (message: string) => Error };
};

type Options = { stage?: string };
type Utils = { log: { warning: (text: string) => void } };

/** People expect a stage with such a name to be closed. */
const PRODUCTION = /^prod(uction)?$/i;

/** These commands make a package. */
const DEPLOYING = ['package', 'deploy'];

/** Printing an error takes less. */
const PRINTING_MS = 500;

/**
 * Generates the files that functions import before any command of `serverless`, and refuses settings of access control,
 * webhook and origins that cannot work. Packages declare their bundles as ES modules.
 */
export default class BuildPlugin {
  readonly #serverless: Serverless;

  readonly #options: Options;
  readonly #utils: Utils;

  constructor(serverless: Serverless, options: Options, utils: Utils) {
    this.#serverless = serverless;
    this.#options = options;
    this.#utils = utils;
  }

  readonly commands = {
    generate: {
      usage: 'Write what is derived from schemas/ and serverless.yml to .build/.',
      lifecycleEvents: ['generate'],
    },
  };

  /** serverless.yml reads `${webhook:isSet}`, by which the consumers that only serve the webhook are off without one. */
  readonly configurationVariablesSources = {
    webhook: { resolve: async () => ({ value: Boolean(process.env.WEBHOOK_URL) }) },
  };

  readonly hooks = {
    initialize: () => this.#initialize(),
    'before:package:createDeploymentArtifacts': () => this.#markAsModules(),
    'before:deploy:function:packageFunction': async () => {
      await this.#markAsModules();
      this.#warnOfOpenProduction();
    },
    // What is printed last is not missed.
    'after:package:finalize': () => this.#warnOfOpenProduction(),
    error: () => endSoon(),
  };

  async #initialize(): Promise<void> {
    this.#check(accessSettings, process.env);
    this.#checkWebhook();
    this.#check(allowedOrigins, this.#serverless.service.provider.environment);
    const { serviceDir, service } = this.#serverless;
    await unlessGenerated(serviceDir, routesOf(service.functions), async () => {
      const { generate } = await import('./generate.ts');
      return generate(routesOf(service.functions));
    });
  }

  /** A local run has the settings of the environment, and a deployed stage reads its secret from a parameter. */
  #checkWebhook(): void {
    const [command = '', subcommand] = this.#serverless.processedInput.commands;
    const { WEBHOOK_URL, WEBHOOK_SECRET } = process.env;
    if (command === 'offline' || subcommand === 'local')
      this.#check(webhookSettings, { WEBHOOK_URL, WEBHOOK_SECRET });
    if (!DEPLOYING.includes(command)) return;
    const { WEBHOOK_SECRET_PARAMETER } = this.#serverless.service.custom.webhook;
    if (WEBHOOK_SECRET) {
      throw new this.#serverless.classes.Error(
        `Leave WEBHOOK_SECRET out: a deployed stage reads its secret from the SSM parameter ${WEBHOOK_SECRET_PARAMETER} (docs/consumers.md).`,
      );
    }
    this.#check(webhookSettings, { WEBHOOK_URL, WEBHOOK_SECRET_PARAMETER });
  }

  /** Serverless prints an error of this class as one sentence, without a stack trace. */
  #check(settingsOf: (env: NodeJS.ProcessEnv) => unknown, env: NodeJS.ProcessEnv): void {
    try {
      settingsOf(env);
    } catch (error) {
      throw new this.#serverless.classes.Error((error as Error).message);
    }
  }

  #warnOfOpenProduction(): void {
    const { stage = this.#serverless.service.provider.stage } = this.#options;
    if (!PRODUCTION.test(stage) || accessSettings(process.env)) return;
    this.#utils.log.warning(
      `ACCESS CONTROL IS OFF in the stage ${stage}: anybody may delete any event, and read everybody's registrations. Set AUTH_ISSUER and AUTH_AUDIENCE (docs/access.md).`,
    );
  }

  /** Bundles are ES modules named .js: Node needs a package.json beside them that says so. */
  async #markAsModules(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    const folder = join(serviceDir, service.custom.esbuild.outputWorkFolder, '.build', 'functions');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  }
}

/** A failed bundler keeps the process alive. It ends nevertheless, once the error is printed. */
function endSoon(): void {
  setTimeout(() => process.exit(), PRINTING_MS).unref();
}
