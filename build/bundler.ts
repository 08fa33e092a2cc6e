import { createRequire } from 'node:module';

type Plugin = new (serverless: object, options: object, utils: object) => object;
type Serverless = { processedInput: { commands: string[] } };

/** What these do needs no bundles: `offline` runs the functions from their sources. */
const WITHOUT_BUNDLES = ['offline', 'generate', 'print'];

/** serverless-esbuild, which takes two seconds and 160 MB to load, for the commands that need bundles. */
export default function Bundler(serverless: Serverless, options: object, utils: object): object {
  const [command = ''] = serverless.processedInput.commands;
  if (WITHOUT_BUNDLES.includes(command)) return {};
  const Esbuild: Plugin = createRequire(import.meta.url)('serverless-esbuild');
  return new Esbuild(serverless, options, utils);
}
