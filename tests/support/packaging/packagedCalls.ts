import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Heard, listeningDatabase, type Told } from './listeningDatabase.ts';

type Unpack = (key: string) => Promise<string>;
type Answer = { statusCode: number; body: string };
// biome-ignore lint/suspicious/noExplicitAny: lines of every kind
type Line = any;

const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIAOFTHEROLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token-of-the-role',
};

/** It is a request for an event, which other functions take too. */
export const REQUEST = {
  version: '2.0',
  headers: { 'content-type': 'application/json' },
  requestContext: { http: { method: 'GET', path: '/' } },
  pathParameters: { eventId: 'meetup' },
};

const PROGRAM = `const { handler } = await import(process.argv[1]);
  console.log('@imported');
  const context = { getRemainingTimeInMillis: () => 10_000, awsRequestId: 'a-request' };
  const answer = await handler(JSON.parse(process.argv[2]), context);
  const modules = process.moduleLoadList;
  process.stdout.write('@' + JSON.stringify({ answer, modules }), () => process.exit());`;

/** Starts a packaged function in a process of its own, and calls it. `modules` are those of Node that it loaded. */
async function run(url: string, env: NodeJS.ProcessEnv, request: object) {
  const args = ['--input-type=module', '--eval', PROGRAM, url, JSON.stringify(request)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  const [start = '', rest = ''] = stdout.split('@imported\n');
  const [logged = '', told = ''] = rest.split(/^@/m);
  const linesOf = (text: string): Line[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  return {
    started: linesOf(start),
    logged: linesOf(logged),
    errors: linesOf(stderr),
    ...(JSON.parse(told) as { answer: Answer; modules: string[] }),
  };
}

type Options = {
  env?: NodeJS.ProcessEnv;
  request?: object;
  health?: Parameters<typeof listeningDatabase>[1];
};
/** Runs a packaged function, and says what it wrote, what it answered and what the database heard. */
export type Called = (
  key: string,
  tell: (operation: string, n: number) => Told,
  options?: Options,
) => Promise<Awaited<ReturnType<typeof run>> & { heard: Heard[] }>;

/** The database finds nothing, and takes whatever is written. */
export const NOTHING = () => ({ body: {} });

/** Returns what runs a packaged function against a database that answers like this. */
export const packagedCalls =
  (unpack: Unpack, variablesOf: (key: string) => NodeJS.ProcessEnv): Called =>
  async (key, tell, { env = {}, request = REQUEST, health = 'answers' } = {}) => {
    const database = await listeningDatabase(tell, health);
    try {
      const settings = {
        AWS_REGION: 'eu-central-1',
        ...CREDENTIALS,
        AWS_ENDPOINT_URL_DYNAMODB: database.url,
      };
      const result = await run(await unpack(key), { ...variablesOf(key), ...settings, ...env }, request);
      return { ...result, heard: database.heard };
    } finally {
      database.close();
    }
  };
