import { createSecretKey } from 'node:crypto';
import { exportSPKI, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { type Verify, verifierOf } from '../../../lib/access/accessToken.ts';
import { AUDIENCE, newKey, TestIssuer } from '../../support/access/testIssuer.ts';

let issuer: TestIssuer;
let verify: Verify;

beforeAll(async () => {
  issuer = await new TestIssuer().start();
  issuer.keys = [await newKey()];
  const roles = { roleClaim: 'roles', organiserRole: 'organiser', adminRole: 'admin' };
  verify = verifierOf({ issuer: issuer.url, audience: AUDIENCE, ...roles });
});
afterAll(() => issuer.stop());

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** The token is refused with a 401, and with a challenge that has this reason. */
async function expectRefused(token: string, reason: string): Promise<void> {
  await expect(verify(token)).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
    message: `The access token is refused: ${reason}`,
    headers: {
      'WWW-Authenticate': `Bearer realm="event-management-api", error="invalid_token", error_description="${reason}"`,
    },
  });
}

test.each<[string, JWTPayload, string | undefined]>([
  ['of its own', {}, undefined],
  ['JWT, as most issuers name it', {}, 'JWT'],
  ['at+jwt (RFC 9068)', { nonce: 'n' }, 'at+jwt'],
  ['application/at+jwt', {}, 'application/at+jwt'],
  ['Bearer in a claim, as Keycloak names it', { typ: 'Bearer', nonce: 'n' }, 'JWT'],
  ['access in a claim, as Amazon Cognito names it', { token_use: 'access' }, undefined],
])('an access token of the type %s holds', async (_what, claims, typ) => {
  const token = await issuer.token(claims, { header: typ ? { typ } : {} });
  expect(await verify(token)).toMatchObject({ sub: 'ada', iss: issuer.url });
});

test('an access token for several audiences holds for each', async () => {
  expect(await verify(await issuer.token({ aud: ['other', AUDIENCE] }))).toMatchObject({ sub: 'ada' });
});

test('an access token of Amazon Cognito names its client in place of an audience', async () => {
  const ofCognito = { aud: undefined, token_use: 'access' };
  expect(await verify(await issuer.token({ ...ofCognito, client_id: AUDIENCE }))).toMatchObject({
    sub: 'ada',
  });
  await expectRefused(await issuer.token({ ...ofCognito, client_id: 'x' }), 'it is for another audience');
  const unnamed = { aud: undefined, client_id: AUDIENCE };
  await expectRefused(await issuer.token(unnamed), 'it is for another audience');
});

test.each(['RS256', 'PS512', 'ES384', 'Ed25519'])('a token that is signed by %s holds', async alg => {
  const key = await newKey(alg);
  const other = await new TestIssuer().start();
  other.keys = [key];
  try {
    const roles = { roleClaim: 'roles', organiserRole: 'organiser', adminRole: 'admin' };
    const ofOther = verifierOf({ issuer: other.url, audience: AUDIENCE, ...roles });
    expect(await ofOther(await other.token())).toMatchObject({ sub: 'ada' });
  } finally {
    other.stop();
  }
});

test.each<[string, () => JWTPayload, string]>([
  ['has expired', () => ({ exp: nowSeconds() - 61 }), 'it has expired'],
  ['is not valid yet', () => ({ nbf: nowSeconds() + 65 }), 'it is not valid yet'],
  ['never expires', () => ({ exp: undefined }), 'it has no valid times'],
  ['is of another issuer', () => ({ iss: `${issuer.url}/` }), 'it is of another issuer'],
  ['is for another audience', () => ({ aud: 'other' }), 'it is for another audience'],
  ['is for no audience', () => ({ aud: undefined }), 'it is for another audience'],
  [
    'is for an audience that begins like this one',
    () => ({ aud: `${AUDIENCE}/x` }),
    'it is for another audience',
  ],
  ['has no subject', () => ({ sub: undefined }), 'it has no subject'],
  ['has an empty subject', () => ({ sub: '' }), 'it has no subject'],
  ['has a number as its subject', () => ({ sub: 5 as never }), 'it has no subject'],
  ['is an ID token of Amazon Cognito', () => ({ token_use: 'id' }), 'it is no access token'],
  ['is an ID token of Keycloak', () => ({ typ: 'ID' }), 'it is no access token'],
  ['is a refresh token of Keycloak', () => ({ typ: 'Refresh' }), 'it is no access token'],
  ['is an ID token by its nonce', () => ({ nonce: 'n' }), 'it is no access token'],
  ['is an ID token by its at_hash', () => ({ at_hash: 'h' }), 'it is no access token'],
  ['is an ID token by its c_hash', () => ({ c_hash: 'h' }), 'it is no access token'],
  ['has a number as its type', () => ({ typ: 5 }), 'it is no access token'],
])('a token that %s is refused', async (_what, claims, reason) => {
  await expectRefused(await issuer.token(claims()), reason);
});

test('a token of another type in its header is refused', async () => {
  await expectRefused(await issuer.token({}, { header: { typ: 'id+jwt' } }), 'it is no access token');
});

test('times may differ by 60 seconds', async () => {
  const [past, future] = [nowSeconds() - 50, nowSeconds() + 50];
  expect(await verify(await issuer.token({ exp: past }))).toMatchObject({ exp: past });
  expect(await verify(await issuer.token({ nbf: future }))).toMatchObject({ nbf: future });
});

describe('a token that names no key', () => {
  const unnamed = { header: { kid: undefined as never } };

  test('holds when one of several keys made its signature', async () => {
    const other = await new TestIssuer().start();
    other.keys = [await newKey(), await newKey(), await newKey('RS256')];
    try {
      const roles = { roleClaim: 'roles', organiserRole: 'organiser', adminRole: 'admin' };
      const ofOther = verifierOf({ issuer: other.url, audience: AUDIENCE, ...roles });
      for (const key of other.keys)
        expect(await ofOther(await other.token({}, { key, ...unnamed }))).toMatchObject({ sub: 'ada' });
      const late = other.token({ exp: nowSeconds() - 61 }, { key: other.keys[1], ...unnamed });
      await expect(ofOther(await late)).rejects.toMatchObject({
        message: expect.stringContaining('it has expired'),
      });
      const foreign = await other.token({}, { key: await newKey(), ...unnamed });
      await expect(ofOther(foreign)).rejects.toMatchObject({
        message: expect.stringContaining('its signature is wrong'),
      });
    } finally {
      other.stop();
    }
  });
});

describe('a signature', () => {
  test('by a key that is not published, under the name of one that is, is refused', async () => {
    const [published] = issuer.keys;
    const key = await newKey('ES256', published?.kid);
    await expectRefused(await issuer.token({}, { key }), 'its signature is wrong');
  });

  test('of other claims is refused', async () => {
    const [head, , signature] = (await issuer.token()).split('.');
    const [, claims] = (await issuer.token({ sub: 'eve' })).split('.');
    await expectRefused(`${head}.${claims}.${signature}`, 'its signature is wrong');
  });

  test('by the algorithm "none" is refused', async () => {
    const token = new UnsecuredJWT(issuer.claims()).encode();
    await expectRefused(token, 'it is not signed by an asymmetric algorithm');
  });

  test('by HS256 with the public key as the secret is refused', async () => {
    const [key] = issuer.keys;
    const publicKey = (await importJWK(key?.published ?? {}, 'ES256')) as CryptoKey;
    const secret = createSecretKey(Buffer.from(await exportSPKI(publicKey)));
    const token = await new SignJWT(issuer.claims())
      .setProtectedHeader({ alg: 'HS256', kid: String(key?.kid) })
      .sign(secret);
    await expectRefused(token, 'it is not signed by an asymmetric algorithm');
  });

  test('by an unknown key is refused', async () => {
    const key = await newKey();
    await expectRefused(await issuer.token({}, { key }), "it is signed by none of the issuer's keys");
  });

  test('that needs an extension is refused', async () => {
    const [head, ...rest] = (await issuer.token()).split('.');
    const header = { ...JSON.parse(Buffer.from(String(head), 'base64url').toString()), crit: ['exp'] };
    const token = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.');
    await expectRefused(token, 'it is malformed');
  });
});

test('a token of more than 8 KB is refused, whatever it is', async () => {
  await expectRefused(await issuer.token({ more: 'x'.repeat(9 * 1024) }), 'it is longer than 8 KB');
});

test.each([
  'x',
  '...',
  'a.b.c',
  'e30.e30.',
  `${'e30.'.repeat(4)}e30`,
  `${Buffer.from('null').toString('base64url')}.e30.x`,
])('the garbage %s is refused', async token => {
  await expect(verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
