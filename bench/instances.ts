import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type Answer, call, type TestRequest } from '../tests/support/api/invoke.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Returns what sends requests to a function as Lambda does: an instance of the function serves one request at a
 * time, and shares neither memory nor connections with others. An instance is the function's bundle, loaded once more.
 * Its packages are shared, since they know nothing of events.
 */
export async function instancesOfFunction(
  path = 'functions/registerForEvent.ts',
): Promise<(request: TestRequest) => Promise<Answer>> {
  const bundle = `${root}.build/bench/${basename(path, '.ts')}.js`;
  await build({
    entryPoints: [`${root}${path}`],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  const idle: unknown[] = [];
  let instances = 0;
  const start = async () => {
    instances += 1;
    const { handler } = await import(`${pathToFileURL(bundle)}?instance=${instances}`);
    return handler as unknown;
  };
  return async request => {
    const instance = idle.pop() ?? (await start());
    try {
      return await call(instance, request);
    } finally {
      idle.push(instance);
    }
  };
}
