import { join } from 'node:path';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npmStart, type Run } from '../support/servers/npmStart.ts';
import { expectRefusal } from '../support/servers/refusedRun.ts';

type Wrong = [env: Record<string, string>, sentence: string, script?: 'start:auth'];

/** Wrong settings, each with the sentence that refuses it. */
const settings: Record<string, Wrong> = {
  noPort: [{ PORT: 'abc' }, 'PORT must be a port, a whole number from 1 to 65535, and not "abc".'],
  noDatabasePort: [
    { DYNAMODB_PORT: '80000' },
    'DYNAMODB_PORT must be a port, a whole number from 1 to 65535, and not "80000".',
  ],
  onePort: [
    { PORT: '3999', DYNAMODB_PORT: '3999' },
    'PORT and DYNAMODB_PORT are both 3999: the API and the database need a port each.',
  ],
  noFolder: [
    { DYNAMODB_DATA: 'package.json' },
    `The data cannot be kept in ${join(root, 'package.json')} (EEXIST): choose a folder that can be written, such as DYNAMODB_DATA=.dynamodb.`,
  ],
  noLog: [{ LOG: 'loud' }, 'LOG must be requests, silent or verbose, and not "loud".'],
  noDatabase: [
    { AWS_ENDPOINT_URL_DYNAMODB: 'nowhere' },
    'AWS_ENDPOINT_URL_DYNAMODB must be a URL such as http://127.0.0.1:8000, and not "nowhere".',
  ],
  noAnswer: [
    { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
    'No database answers at http://127.0.0.1:1 (ECONNREFUSED): start it, or leave AWS_ENDPOINT_URL_DYNAMODB out to have one started.',
  ],
  shortSecret: [
    { WEBHOOK_URL: 'http://127.0.0.1:4000', WEBHOOK_SECRET: 'whsec_c2VjcmV0' },
    'Set WEBHOOK_SECRET to a secret of at least 24 bytes in base64, with or without whsec_ before it, or to two of them with a space between.',
  ],
  noAudience: [{ AUTH_ISSUER: 'https://issuer.example' }, 'Set AUTH_AUDIENCE too, or leave AUTH_ISSUER out.'],
  plainIssuer: [
    { AUTH_ISSUER: 'http://issuer.example', AUTH_AUDIENCE: 'events' },
    'Set AUTH_ISSUER to the https address of an OpenID Connect issuer. Only one on this machine may have http.',
  ],
  twoIssuers: [
    { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events' },
    '"npm run start:auth" has an issuer of its own: leave AUTH_ISSUER and AUTH_AUDIENCE out.',
    'start:auth',
  ],
  noIssuerPort: [
    { ISSUER_PORT: '-1' },
    'ISSUER_PORT must be a port, a whole number from 1 to 65535, and not "-1".',
    'start:auth',
  ],
  portOfIssuer: [
    { PORT: '3999', ISSUER_PORT: '3999' },
    'PORT and ISSUER_PORT are both 3999: the API and the issuer need a port each.',
    'start:auth',
  ],
  databaseOfIssuer: [
    { DYNAMODB_PORT: '3999', ISSUER_PORT: '3999' },
    'DYNAMODB_PORT and ISSUER_PORT are both 3999: the database and the issuer need a port each.',
    'start:auth',
  ],
};

let runs: Map<string, Run>;

beforeAll(async () => {
  const started = Object.entries(settings).map(
    async ([name, [env, , script]]) => [name, await npmStart({ env, ...(script && { script }) })] as const,
  );
  runs = new Map(await Promise.all(started));
});

afterAll(cleanUp);

test.each(Object.entries(settings))(
  'a wrong setting is refused in one sentence: %s',
  async (name, [_env, sentence]) => {
    await expectRefusal(runs.get(name) as Run, sentence);
  },
);
