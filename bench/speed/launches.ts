import { fileURLToPath } from 'node:url';
import { BASELINE_ENVIRONMENT } from '../baselines/tables.ts';
import { baselineBundle, earlierBundles, runnerBundle } from './bundles.ts';
import type { Launch } from './instance.ts';
import type { PackagedFunction } from './packages.ts';
import type { Launches, LaunchOf, System } from './systems.ts';

/** The functions of the bare baseline. */
const BARE = ['createEvent', 'createUser', 'registerForEvent', 'getEvent', 'listEventRegistrations'];

const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The environment that Lambda gives every function, with the database of this process. */
const lambda = (): Record<string, string> => ({
  PATH: String(process.env.PATH),
  AWS_ENDPOINT_URL_DYNAMODB: String(process.env.AWS_ENDPOINT_URL_DYNAMODB),
  AWS_REGION: 'local',
  AWS_DEFAULT_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
});

/** The settings of serverless.yml that every function has, as they are in this process: with the tables of its engine. */
const ofService = (): Record<string, string> =>
  Object.fromEntries(
    Object.keys(JSON.parse(String(process.env.TEST_ENVIRONMENT))).map(name => [
      name,
      process.env[name] ?? '',
    ]),
  );

const found = <Found>(files: Map<string, Found>, name: string): Found => {
  const file = files.get(name);
  if (file === undefined) throw new Error(`There is no function ${name}.`);
  return file;
};

type Runner = (file: string, env: Record<string, string>) => Launch;

/** Starts bundles in Node. */
async function nodeRunner(): Promise<Runner> {
  const runner = await runnerBundle();
  return (file, env) => ({
    command: process.execPath,
    args: [runner],
    file,
    env: { ...lambda(), ...env },
  });
}

/** How the functions of this service are started: as they are packaged, and as they were packaged before. */
export async function serviceLaunches(
  functions: Map<string, PackagedFunction>,
): Promise<Record<'now' | 'earlier', LaunchOf>> {
  const run = await nodeRunner();
  const earlier = await earlierBundles([...functions.keys()]);
  const envOf = (name: string) => ({ ...found(functions, name).env, ...ofService() });
  return {
    now: name => run(found(functions, name).file, envOf(name)),
    earlier: name => run(found(earlier, name), envOf(name)),
  };
}

/** How the baselines are started. `python` runs that of FastAPI, which is left out without it. */
export async function baselineLaunches(systems: System[], python: string | undefined): Promise<Launches> {
  const run = await nodeRunner();
  const launches: Launches = {};
  if (systems.includes('bare')) {
    const files = BARE.map(async name => [name, await baselineBundle(`bare/${name}`)] as const);
    const bundles = new Map(await Promise.all(files));
    launches.bare = name => run(found(bundles, name), BASELINE_ENVIRONMENT);
  }
  if (systems.includes('express')) {
    const file = await baselineBundle('express/handler');
    launches.express = () => run(file, BASELINE_ENVIRONMENT);
  }
  if (python && systems.includes('fastapi')) {
    launches.fastapi = () => ({
      command: python,
      args: [pathTo('runner.py')],
      file: pathTo('../baselines/fastapi/main.py'),
      env: {
        ...lambda(),
        ...BASELINE_ENVIRONMENT,
        PYTHONPYCACHEPREFIX: pathTo('../../.build/bench/pycache'),
      },
    });
  }
  return launches;
}
