import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../servers/npmStart.ts';
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

/** Lambda sets this while it starts a function. */
const STARTING = { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' };

const REQUEST = {
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

/** Declares the tests of what packaged functions do. `variablesOf` returns the environment of a function. */
export function describeBundles(unpack: Unpack, variablesOf: (key: string) => NodeJS.ProcessEnv): void {
  /** Runs a function against a database that answers like this. */
  async function called(
    key: string,
    tell: (operation: string, n: number) => Told,
    { env = {}, request = REQUEST, health = 'answers' }: Options = {},
  ) {
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
  }
  describeCalls(called);
  describeStarts(called);
}

type Options = {
  env?: NodeJS.ProcessEnv;
  request?: object;
  health?: Parameters<typeof listeningDatabase>[1];
};
type Called = (
  key: string,
  tell: (operation: string, n: number) => Told,
  options?: Options,
) => Promise<Awaited<ReturnType<typeof run>> & { heard: Heard[] }>;

const NOTHING = () => ({ body: {} });
const error = (name: string, more = {}, status = 400): Told => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'It failed.', ...more },
});

const NEW_EVENT = {
  eventId: 'meetup',
  title: 'Meetup',
  description: 'Talks',
  date: '2027-05-01',
  location: 'Hall',
  organizer: 'Group',
  capacity: 1,
};

function describeCalls(called: Called): void {
  test('a packaged function signs its calls with the credentials of its environment, and sends its token', async () => {
    const { answer, heard } = await called('getEvent', NOTHING);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
    expect(heard[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/Credential=AKIAOFTHEROLE\/\d{8}\/eu-central-1\/dynamodb\//),
      'x-amz-security-token': 'token-of-the-role',
    });
  });

  test('a packaged function finds no credentials elsewhere', async () => {
    const HOME = await temporaryFolder();
    await mkdir(join(HOME, '.aws'));
    const profile = '[default]\naws_access_key_id = AKIAOFAPERSON\naws_secret_access_key = secret\n';
    await writeFile(join(HOME, '.aws', 'credentials'), profile);
    const env = { HOME, AWS_ACCESS_KEY_ID: undefined };
    const { answer, errors, heard } = await called('getEvent', NOTHING, { env });
    expect(answer).toMatchObject({ statusCode: 500 });
    expect(errors).toMatchObject([
      { code: 'INTERNAL_ERROR', causes: [{ name: 'CredentialsProviderError' }] },
    ]);
    expect(heard).toEqual([]);
  });

  test('a packaged function tries a call again that failed for a moment', async () => {
    const tell = (_operation: string, n: number) => (n < 3 ? error('ThrottlingException') : { body: {} });
    const { answer, heard, logged } = await called('getEvent', tell);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard).toHaveLength(3);
    expect(logged).toContainEqual(expect.objectContaining({ calls: 3, retries: 2 }));
  });

  test('a packaged function reads the items that a refused transaction returns', async () => {
    const reason = {
      Code: 'ConditionalCheckFailed',
      Item: { eventId: { S: 'meetup' }, status: { S: 'active' } },
    };
    const refused = error('TransactionCanceledException', { CancellationReasons: [reason, reason] });
    const request = { ...REQUEST, body: JSON.stringify(NEW_EVENT) };
    const { answer } = await called('createEvent', () => refused, { request });
    expect(answer).toMatchObject({ statusCode: 409 });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'EVENT_ALREADY_EXISTS' });
  });

  test.each(['ResourceNotFoundException', 'AccessDeniedException', 'ErrorOfTheFuture'])(
    'the log of a packaged function has the name of the error %s',
    async name => {
      const { answer, errors } = await called('getEvent', () => error(name));
      expect(answer).toMatchObject({ statusCode: 500 });
      expect(errors).toMatchObject([{ code: 'INTERNAL_ERROR', causes: [{ name, message: 'It failed.' }] }]);
    },
  );
}

function describeStarts(called: Called): void {
  test.each(['getRoot', 'getEvent'])('%s starts without the second HTTP client of Node', async key => {
    const { modules } = await called(key, NOTHING, { env: STARTING });
    expect(modules.filter(name => name.includes('undici'))).toEqual([]);
  });

  test.each(['getEvent', 'registerForEvent'])(
    '%s connects while it starts: its first request finds the connection open',
    async key => {
      const request = { ...REQUEST, body: '{ "userId": "ada" }' };
      const { answer, started, heard } = await called(key, NOTHING, { env: STARTING, request });
      expect(started).toEqual([expect.objectContaining({ started: true, durationMs: expect.any(Number) })]);
      expect(started[0]).not.toHaveProperty('failures');
      expect(answer).toMatchObject({ statusCode: 404 });
      expect(heard.map(({ operation }) => operation)).toEqual(['GET', 'BatchGetItem']);
      expect(heard[0]?.headers).not.toHaveProperty('authorization');
      expect(heard.map(({ connection }) => connection)).toEqual([1, 1]);
    },
  );

  test.each(['getRoot', 'getDocs', 'getDocsFile', 'getOpenApi', 'routeNotFound'])(
    '%s has nothing to do with the database when it starts',
    async key => {
      const { started, heard } = await called(key, NOTHING, { env: STARTING });
      expect(started).toHaveLength(1);
      expect(heard).toEqual([]);
    },
  );

  test('a database that does not answer keeps no function from starting, nor from its requests later', async () => {
    const { answer, started, heard } = await called('getEvent', NOTHING, { env: STARTING, health: 'hangs' });
    expect(started).toEqual([
      expect.objectContaining({ failures: expect.arrayContaining([expect.stringContaining('Error')]) }),
    ]);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard.map(({ operation }) => operation)).toEqual(['GET', 'BatchGetItem']);
  });

  test('a connection that is closed before the first request does not fail it', async () => {
    const { answer } = await called('getEvent', NOTHING, { env: STARTING, health: 'hangs up afterwards' });
    expect(answer).toMatchObject({ statusCode: 404 });
  });

  test('a packaged function that Lambda does not start asks for nothing before its first request', async () => {
    const { started, heard } = await called('getEvent', NOTHING);
    expect(started).toEqual([]);
    expect(heard.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
  });
}
