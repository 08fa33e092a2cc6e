import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OnLoadResult, Plugin } from 'esbuild';
import { endpointModule } from './endpoint.ts';

/** Makes the text of a module of a deployed function from that of a file of the SDK. */
type Module = { file: RegExp; text: (original: string) => string };

/** A function that has to do with what is not there says so. */
const missing = (what: string) => `throw new Error('Bundles leave out ${what} (build/bundles/leftOut.ts).');`;

/**
 * A deployed function never comes to what these files of the SDK do, which is half of its size. A build fails when one
 * lacks an export that the SDK uses.
 */
const modules = (region: string): Module[] => [
  {
    // Lambda puts the credentials of the function's role into its environment. Only a snapshot, which there is none of
    // for Node, gets them from elsewhere. Local profiles, single sign-on and the metadata of machines are for people.
    file: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
    text: () => `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  },
  {
    // A function has no files of profiles, and each first call would look for them.
    file: /@smithy\/core\/.*\/node-config-provider\/fromSharedConfigFiles\.js$/,
    text: () => `import { ProviderError } from '../property-provider/ProviderError';
      export const fromSharedConfigFiles = () => async () => { throw new ProviderError('no profiles'); };`,
  },
  {
    // Lambda names the region in the environment.
    file: /@smithy\/core\/.*\/regionConfig\/getInstanceMetadataRegion\.js$/,
    text: () => 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // Only messages of a stream of events are signed with their headers.
    file: /@smithy\/signature-v4\/dist-es\/HeaderFormatter\.js$/,
    text: () => `export class HeaderFormatter { format() { ${missing('event streams')} } }`,
  },
  {
    // The client makes this cache, and uses it where AWS_ENABLE_ENDPOINT_DISCOVERY is set. DynamoDB needs that nowhere.
    file: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    text: () => `export class EndpointCache { get() { ${missing('endpoint discovery')} } }`,
  },
  {
    // Node has SHA-256 of its own.
    file: /@smithy\/core\/.*\/checksum\/sha256\/Sha256Js\.js$/,
    text: () => `export class Sha256Js { constructor() { ${missing('SHA-256 in JavaScript')} } }`,
  },
  {
    // An answer over HTTP comes as a stream of Node. For the others Node would load half a megabyte of modules.
    file: /@smithy\/core\/.*\/util-stream\/stream-type-check\.js$/,
    text: () => 'export const isReadableStream = () => false; export const isBlob = () => false;',
  },
  {
    // The retry mode is the usual one, which does not limit its rate.
    file: /@smithy\/core\/.*\/util-retry\/AdaptiveRetryStrategy\.js$/,
    text: () =>
      `export class AdaptiveRetryStrategy { constructor() { ${missing('the retry mode adaptive')} } }`,
  },
  {
    // The SDK shows its version to AWS, and nothing else of its package.json.
    file: /@aws-sdk\/[^/]+\/package\.json$/,
    text: original => JSON.stringify({ version: JSON.parse(original).version }),
  },
  {
    // The errors of DynamoDB have classes of their own only where code reads more of them than name and message. The SDK
    // makes others of the class that is for those it does not know.
    file: /@aws-sdk\/client-dynamodb\/dist-es\/schemas\/schemas_0\.js$/,
    text: original =>
      original.replaceAll(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (line, name) =>
        ['ConditionalCheckFailedException', 'TransactionCanceledException'].includes(name) ? line : '',
      ),
  },
  {
    file: /@aws-sdk\/client-dynamodb\/dist-es\/endpoint\/endpointResolver\.js$/,
    text: () => endpointModule(region),
  },
];

/** Leaves out of a bundle what a deployed function never comes to. `region` is where it runs. */
export const leftOut = (region: string): Plugin => ({
  name: 'left-out',
  setup: ({ onLoad, onResolve, resolve }) => {
    for (const { file, text } of modules(region)) {
      onLoad(
        { filter: file },
        async ({ path }): Promise<OnLoadResult> => ({
          contents: text(await readFile(path, 'utf8')),
          loader: path.endsWith('.json') ? 'json' : 'js',
          resolveDir: dirname(path),
        }),
      );
    }
    // The SDK would import the one for an operation with a stream of events, which functions call none of, and the other
    // in a browser.
    onResolve({ filter: /^(@smithy\/core\/event-streams|bowser)$/ }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `data:text/javascript,${encodeURIComponent(missing(path))}`, external: true }
        : undefined,
    );
    // Its functions serve the rules of endpoints, which register them too where there are any.
    onResolve({ filter: /\/util-endpoints\/aws$/ }, async ({ path, pluginData, ...options }) =>
      pluginData === leftOut
        ? undefined
        : { ...(await resolve(path, { ...options, pluginData: leftOut })), sideEffects: false },
    );
  },
});
