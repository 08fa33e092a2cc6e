import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webhookSettings } from '../lib/activity/webhookSettings.ts';
import { type Functions, generate } from './generate.ts';

type Serverless = {
  serviceDir: string;
  service: { custom: { esbuild: { outputWorkFolder: string } }; functions: Functions };
  classes: { Error: new (message: string) => Error };
};

/** Longer than it takes to print an error. */
const PRINTING_MS = 500;

/**
 * Gives every command of `serverless` the generated files that functions import, and refuses settings with which no
 * notice could be sent. Packages say that their bundles are ES modules.
 */
export default class BuildPlugin {
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
  }

  readonly commands = {
    generate: {
      usage: 'Write what is derived from schemas/ and serverless.yml to .build/.',
      lifecycleEvents: ['generate'],
    },
  };

  readonly hooks = {
    initialize: () => this.#initialize(),
    'before:package:createDeploymentArtifacts': () => this.#markAsModules(),
    'before:deploy:function:packageFunction': () => this.#markAsModules(),
    error: () => endSoon(),
  };

  async #initialize(): Promise<void> {
    this.#checkWebhook();
    await generate(this.#serverless.service.functions);
  }

  /** An error of this class is printed as one sentence, without a stack trace. */
  #checkWebhook(): void {
    try {
      webhookSettings(process.env);
    } catch (error) {
      throw new this.#serverless.classes.Error((error as Error).message);
    }
  }

  /** Bundles are ES modules named .js: Node needs a package.json beside them that says so. */
  async #markAsModules(): Promise<void> {
    const { serviceDir, service } = this.#serverless;
    const folder = join(serviceDir, service.custom.esbuild.outputWorkFolder, '.build', 'functions');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  }
}

/** A bundler that failed keeps the process alive. It ends nevertheless, once the error has been printed. */
function endSoon(): void {
  setTimeout(() => process.exit(), PRINTING_MS).unref();
}
