import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type Answer, call, type TestRequest } from '../tests/support/api/invoke.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Instances of a function. */
export type Instances = {
  send: (request: TestRequest) => Promise<Answer>;
  /** Returns how many there are. None ever ends. */
  count: () => number;
};

/** Each instance in this process has a number of its own. */
let lastInstance = 0;

/**
 * Returns what sends requests to a function as Lambda does: an instance of the function serves one request at a
 * time, and shares neither memory nor connections with others. None exists before the first request. An instance is the
 * function's bundle, loaded once more. Its packages are shared, since they know nothing of events.
 */
export async function instancesOfFunction(
  path = 'functions/registerForEvent.ts',
  plugins: Plugin[] = [],
): Promise<Instances> {
  const bundle = `${root}.build/bench/${basename(path, '.ts')}.js`;
  await build({
    entryPoints: [`${root}${path}`],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
    plugins,
  });
  const idle: unknown[] = [];
  let count = 0;
  const start = async () => {
    count += 1;
    lastInstance += 1;
    const { handler } = await import(`${pathToFileURL(bundle)}?instance=${lastInstance}`);
    return handler as unknown;
  };
  const send = async (request: TestRequest) => {
    const instance = idle.pop() ?? (await start());
    try {
      return await call(instance, request);
    } finally {
      idle.push(instance);
    }
  };
  return { send, count: () => count };
}
