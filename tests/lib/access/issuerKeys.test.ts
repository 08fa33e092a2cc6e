import { jest } from '@jest/globals';
import { errors } from 'jose';
import { issuerKeys } from '../../../lib/access/issuerKeys.ts';
import { type Key, newKey, TestIssuer } from '../../support/access/testIssuer.ts';

let issuer: TestIssuer;
let key: Key;
let nowMs: number;
let find: (kid: string) => Promise<unknown>;

beforeEach(async () => {
  issuer = await new TestIssuer().start();
  key = await newKey();
  issuer.keys = [key];
  nowMs = 1_000_000;
  const findKey = issuerKeys(issuer.url, () => nowMs);
  find = async kid => findKey({ alg: 'ES256', kid }, { payload: '', signature: '' });
});
afterEach(() => {
  issuer.stop();
  jest.restoreAllMocks();
});

const unreachable = { code: 'TRY_AGAIN', headers: { 'Retry-After': '1' } };

test('keys are asked for once, however many tokens come at once and later', async () => {
  await Promise.all(Array.from({ length: 20 }, () => find(key.kid)));
  await find(key.kid);
  expect(issuer.asked).toBe(1);
});

test('10,000 tokens with 10,000 unknown keys ask once in 30 seconds', async () => {
  await find(key.kid);
  const ask = async (many: number) => {
    const outcomes = await Promise.allSettled(Array.from({ length: many }, (_, n) => find(`unknown-${n}`)));
    const reasons = outcomes.map(outcome => 'reason' in outcome && outcome.reason);
    expect(reasons.every(reason => reason instanceof errors.JWKSNoMatchingKey)).toBe(true);
  };
  nowMs += 29_999;
  await ask(10_000);
  expect(issuer.asked).toBe(1);
  nowMs += 1;
  await ask(5000);
  await ask(5000);
  expect(issuer.asked).toBe(2);
});

test('a key that the issuer has published meanwhile is found after 30 seconds at most', async () => {
  await find(key.kid);
  const next = await newKey();
  issuer.keys = [next];
  await expect(find(next.kid)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
  nowMs += 30_000;
  await find(next.kid);
  await expect(find(key.kid)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
});

test('a key that the issuer has withdrawn is forgotten after ten minutes', async () => {
  await find(key.kid);
  issuer.keys = [await newKey()];
  nowMs += 599_999;
  await find(key.kid);
  nowMs += 1;
  await expect(find(key.kid)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
});

describe('while the issuer is out of reach', () => {
  test('a request can be tried again, and succeeds once the issuer is back', async () => {
    issuer.isDown = true;
    await expect(find(key.kid)).rejects.toMatchObject(unreachable);
    issuer.isDown = false;
    nowMs += 1000;
    await find(key.kid);
  });

  test('it is left alone for a second after it let a request wait', async () => {
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.timeout(50));
    issuer.isSilent = true;
    const waiting = find(key.kid);
    nowMs += 3000;
    await expect(waiting).rejects.toMatchObject(unreachable);
    await expect(find(key.kid)).rejects.toMatchObject(unreachable);
    expect(issuer.requests).toBe(1);
  });

  test('it is asked once a second, as long as there are no keys', async () => {
    issuer.isDown = true;
    for (let n = 0; n < 100; n += 1) await expect(find(`${n}`)).rejects.toMatchObject(unreachable);
    expect(issuer.requests).toBe(1);
  });

  test('the keys that are there stay in use, also when they are old', async () => {
    await find(key.kid);
    issuer.isDown = true;
    nowMs += 3_600_000;
    await find(key.kid);
    await find(key.kid);
  });

  test('an unknown key is no fault of its token', async () => {
    await find(key.kid);
    issuer.isDown = true;
    nowMs += 30_000;
    await expect(find('unknown')).rejects.toMatchObject(unreachable);
    await expect(find('another')).rejects.toMatchObject(unreachable);
    await find(key.kid);
  });

  test('it gets three seconds to answer', async () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.timeout(50));
    issuer.isSilent = true;
    await expect(find(key.kid)).rejects.toMatchObject(unreachable);
    expect(timeout).toHaveBeenCalledWith(3000);
  });
});

test.each<[string, object]>([
  ['private', { d: 'a-secret' }],
  ['broken', { x: 'x' }],
])('a key that is %s is a fault of the issuer, and of no token', async (_what, change) => {
  Object.assign(key.published, change);
  await expect(find(key.kid)).rejects.toMatchObject(unreachable);
});

test.each<[string, () => object]>([
  ['name another issuer', () => ({ issuer: `${issuer.url}/` })],
  ['name no keys', () => ({ jwks_uri: undefined })],
  ['have their keys at an address without https', () => ({ jwks_uri: 'http://keys.example/keys' })],
])('metadata that %s are not used', async (_what, metadata) => {
  issuer.metadata = metadata();
  await expect(find(key.kid)).rejects.toMatchObject(unreachable);
  expect(issuer.asked).toBe(0);
});
