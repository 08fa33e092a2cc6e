import { createRequire } from 'node:module';
import { bundleOptions } from './bundles/options.ts';

type Plugin = new (serverless: object, options: object, utils: object) => object;
type Serverless = {
  processedInput: { commands: string[] };
  service: { provider: { region: string }; custom: { esbuild: object } };
};

/** These commands need no bundles: `offline` runs the functions from their sources. */
const WITHOUT_BUNDLES = ['offline', 'generate', 'print'];

/** Loads serverless-esbuild, which takes two seconds and 160 MB, only for commands that need bundles. */
export default function Bundler(serverless: Serverless, options: object, utils: object): object {
  const { processedInput, service } = serverless;
  const [command = ''] = processedInput.commands;
  if (WITHOUT_BUNDLES.includes(command)) return {};
  const isLocal = command === 'invoke';
  Object.assign(service.custom.esbuild, bundleOptions(isLocal ? undefined : service.provider.region));
  const Esbuild: Plugin = createRequire(import.meta.url)('serverless-esbuild');
  return new Esbuild(serverless, options, utils);
}
