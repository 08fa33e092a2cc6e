import { createRequire } from 'node:module';

type Plugin = new (serverless: object, options: object, utils: object) => object;
type Serverless = { processedInput: { commands: string[] } };

/** These commands need no bundles: `offline` runs the functions from their sources. */
const WITHOUT_BUNDLES = ['offline', 'generate', 'print'];

/** Loads serverless-esbuild, which takes two seconds and 160 MB, only for commands that need bundles. */
export default function Bundler(serverless: Serverless, options: object, utils: object): object {
  const [command = ''] = serverless.processedInput.commands;
  if (WITHOUT_BUNDLES.includes(command)) return {};
  const Esbuild: Plugin = createRequire(import.meta.url)('serverless-esbuild');
  return new Esbuild(serverless, options, utils);
}
