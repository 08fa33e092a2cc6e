import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { tokenFor } from '../../local/issuer.ts';
import { root } from '../support/servers/commands.ts';
import { cleanUp, npmStart, type Run, ready, temporaryFolder } from '../support/servers/npmStart.ts';
import { requestsIn } from '../support/servers/runs.ts';

/** What the SSM parameter has. */
const TOKEN_REQUEST = 'grant_type=client_credentials&client_id=smoke&client_secret=a%2Bb';

let run: Run;
let issuer: Server;
let issuerUrl: string;
/** This folder has a program `aws`, which knows a stack and a parameter. */
let programs: string;
beforeAll(async () => {
  run = await ready(await npmStart({ script: 'start:auth' }));
  issuer = createServer(async (request, response) => {
    const isRight = (await text(request)) === TOKEN_REQUEST;
    const token = await tokenFor({ userId: 'smoke', roles: ['organiser', 'admin'] }, run.dataDir);
    response.writeHead(isRight ? 200 : 401).end(JSON.stringify(isRight ? { access_token: token } : {}));
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`;
  programs = await temporaryFolder();
  const aws = `#!/usr/bin/env bash
case "$*" in
  'cloudformation describe-stacks --stack-name event-management-api-dev '*"OutputKey=='HttpApiUrl'"*) ;;
  'cloudformation describe-stacks --stack-name event-management-api-prod '*) ;;
  'ssm get-parameter --name /smoke --with-decryption '*) echo '${TOKEN_REQUEST}'; exit ;;
  *) exit 254 ;;
esac
echo '${run.url}'
`;
  await writeFile(join(programs, 'aws'), aws, { mode: 0o755 });
});
afterAll(async () => {
  issuer.close();
  await cleanUp();
});

const smoke = (stage: string, settings: Record<string, string> = {}) =>
  promisify(execFile)('bash', ['.ci/smoke', stage], {
    cwd: root,
    env: { ...process.env, PATH: `${programs}:${process.env.PATH}`, ...settings },
  }).then(
    ({ stdout }) => ({ code: 0, printed: stdout }),
    ({ code, stdout }) => ({ code, printed: stdout }),
  );

const asked = () => requestsIn(run.printed()).map(line => line.split(' ').slice(0, 2).join(' '));

test('prod is asked for its health, and for nothing else', async () => {
  const before = asked().length;
  expect(await smoke('prod')).toEqual({ code: 0, printed: '{"status":"healthy"}\n' });
  expect(asked().slice(before)).toEqual(['GET /health']);
});

test('another stage with access control is tried with a token that its issuer gives', async () => {
  const token = { SMOKE_TOKEN_URL: issuerUrl, SMOKE_TOKEN_PARAMETER: '/smoke' };
  const { code, printed } = await smoke('dev', token);
  expect({ code, printed }).toEqual({ code: 0, printed: expect.stringMatching(/^The service works\.$/m) });
});

test('a stage that refuses the walk-through fails, and so does a parameter that is not there', async () => {
  const { code, printed } = await smoke('dev');
  expect(code).toBe(1);
  expect(printed).toMatch(/^FAILED {2}an event is published .*"status":401/m);
  const missing = { SMOKE_TOKEN_URL: issuerUrl, SMOKE_TOKEN_PARAMETER: '/missing' };
  expect((await smoke('dev', missing)).code).not.toBe(0);
});

test('a stage that is not deployed fails', async () => {
  expect((await smoke('nowhere')).code).toBe(254);
});
