import { join } from 'node:path';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npmStart, type Run } from '../support/servers/npmStart.ts';
import { expectRefusal } from '../support/servers/refusedRun.ts';

/** Wrong settings, each with the sentence that refuses it. */
const settings = {
  noPort: [{ PORT: 'abc' }, 'PORT must be a port, a whole number from 1 to 65535, and not "abc".'],
  noDatabasePort: [
    { DYNAMODB_PORT: '80000' },
    'DYNAMODB_PORT must be a port, a whole number from 1 to 65535, and not "80000".',
  ],
  onePort: [
    { PORT: '3999', DYNAMODB_PORT: '3999' },
    'PORT and DYNAMODB_PORT are both 3999: the API and its database need a port each.',
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
} as const;

type Setting = keyof typeof settings;

let runs: Map<Setting, Run>;

beforeAll(async () => {
  const started = Object.entries(settings).map(
    async ([name, [env]]) => [name as Setting, await npmStart({ env })] as const,
  );
  runs = new Map(await Promise.all(started));
});

afterAll(cleanUp);

test.each(Object.entries(settings))(
  'a wrong setting is refused in one sentence: %s',
  async (name, [_env, sentence]) => {
    await expectRefusal(runs.get(name as Setting) as Run, sentence);
  },
);
