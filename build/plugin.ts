import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webhookSettings } from '../lib/activity/webhookSettings.ts';
import { type Functions, generate } from './generate.ts';

type Serverless = {
  serviceDir: string;
  service: { custom: { esbuild: { outputWorkFolder: string } }; functions: Functions };
  classes: { Error: new (message: string) => Error };
};

/** Printing an error takes less. */
const PRINTING_MS = 500;

/**
 * Generates the files that functions import before any command of `serverless`, and refuses webhook settings that
 * cannot work. Packages declare their bundles as ES modules.
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

  /** Serverless prints an error of this class as one sentence, without a stack trace. */
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

/** A failed bundler keeps the process alive. It ends nevertheless, once the error is printed. */
function endSoon(): void {
  setTimeout(() => process.exit(), PRINTING_MS).unref();
}
