import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { AUDIENCE, runningIssuer, startIssuer, tokenFor } from '../../local/issuer.ts';
import { anyFreePort } from '../../local/ports.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

const start = async (dataDir: string) => startIssuer(await anyFreePort(), dataDir);

const verify = (token: string, url: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${url}/jwks`)), { audience: AUDIENCE });

test('a token holds for a day, has the roles and scopes that were asked for, and outlives a new start of its issuer', async () => {
  const dataDir = await temporaryFolder();
  const first = await start(dataDir);
  const token = await tokenFor({ userId: 'ada', roles: ['organiser'], scope: 'check-in:meetup' }, dataDir);
  const next = await start(dataDir);
  const { payload, protectedHeader } = await verify(token, next);
  expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  expect(payload).toMatchObject({
    iss: first,
    sub: 'ada',
    roles: ['organiser'],
    scope: 'check-in:meetup',
    exp: Number(payload.iat) + 86_400,
  });
});

test('the issuer of another folder has another key', async () => {
  const [mine, theirs] = [await temporaryFolder(), await temporaryFolder()];
  const [url] = [await start(mine), await start(theirs)];
  await expect(verify(await tokenFor({ userId: 'ada' }, theirs), url)).rejects.toThrow();
});

test('the running issuer of a folder is found, and none where there is no file, a damaged one, or another program', async () => {
  const dataDir = await temporaryFolder();
  expect(await runningIssuer(dataDir)).toBeUndefined();
  const url = await start(dataDir);
  expect(await runningIssuer(dataDir)).toBe(url);
  const stopped = { url: `http://127.0.0.1:${await anyFreePort()}`, key: { kid: crypto.randomUUID() } };
  await writeFile(join(dataDir, 'issuer.json'), JSON.stringify(stopped));
  expect(await runningIssuer(dataDir)).toBeUndefined();
  await writeFile(join(dataDir, 'issuer.json'), JSON.stringify({ ...stopped, url }));
  expect(await runningIssuer(dataDir)).toBeUndefined();
  await writeFile(join(dataDir, 'issuer.json'), '{');
  expect(await runningIssuer(dataDir)).toBeUndefined();
});

test('an issuer is started on a damaged file with a key of its own', async () => {
  const dataDir = await temporaryFolder();
  await writeFile(join(dataDir, 'issuer.json'), '{ "url": ');
  const url = await start(dataDir);
  expect((await verify(await tokenFor({ userId: 'ada' }, dataDir), url)).payload.sub).toBe('ada');
});
