import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { issuerUnreachable } from '../core/refusals.ts';
import { isLoopback, isSafe } from './settings.ts';

/** The issuer has so long to answer. */
const MAX_ANSWER_MS = 3000;

/** Whatever tokens come, keys that are there are asked for again at most this often. */
const MIN_PAUSE_MS = 30_000;

/** After a failure the issuer is left alone for so long, while there are no keys. */
const PAUSE_AFTER_FAILURE_MS = 1000;

/** Keys that the issuer has withdrawn are forgotten after this time, or as soon as it is in reach again. */
const MAX_AGE_MS = 600_000;

type Kept = { find: JWTVerifyGetKey; since: number };

/**
 * Returns what finds the key of a token among those of an issuer. It asks the issuer when the first token comes, keeps
 * the keys, and asks again for a key that is not among them. While the issuer is out of reach, it uses those it has.
 * @throws ApiError TRY_AGAIN when it has none, and cannot get them
 * @throws JOSEError when a token has none of the keys
 */
export function issuerKeys(issuer: string, now = Date.now): JWTVerifyGetKey {
  let kept: Kept | undefined;
  /** The last ask. `at` is when it began, or when it was over. */
  let asked: { at: number; answer: Promise<Kept>; isOver: boolean } | undefined;

  /** Asks for the keys, once for all who need them meanwhile. */
  function ask(): Promise<Kept> {
    const asking = {
      at: now(),
      answer: keysOf(issuer).then(find => ({ find, since: now() })),
      isOver: false,
    };
    asked = asking;
    asking.answer
      .then(answer => {
        kept = answer;
      })
      .catch(() => {})
      .finally(() => {
        Object.assign(asking, { isOver: true, at: now() });
      });
    return asking.answer;
  }

  /** Returns the answer to come, or the last one if it is younger than this. Otherwise it asks. */
  const askAgainAfter = (pauseMs: number): Promise<Kept> =>
    asked && (!asked.isOver || now() - asked.at < pauseMs) ? asked.answer : ask();

  async function current(): Promise<Kept> {
    if (!kept) return askAgainAfter(PAUSE_AFTER_FAILURE_MS);
    const old = kept;
    return now() - old.since < MAX_AGE_MS ? old : askAgainAfter(MIN_PAUSE_MS).catch(() => old);
  }

  return async (header, token) => {
    const { find } = await current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await askAgainAfter(MIN_PAUSE_MS)).find(header, token);
    }
  };
}

/** A set of keys may have none, or several, for a token. Any other failure is a fault of the set. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;

function finderIn(keys: JSONWebKeySet): JWTVerifyGetKey {
  const find = createLocalJWKSet(keys);
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (error) {
      throw isAboutToken(error) ? error : issuerUnreachable(error);
    }
  };
}

type Metadata = { issuer?: unknown; jwks_uri?: unknown };

/** Reads the keys that the issuer's metadata name (OpenID Connect Discovery 1.0, 4). */
async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const signal = AbortSignal.timeout(MAX_ANSWER_MS);
  try {
    const metadata = await json<Metadata>(
      `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      signal,
    );
    if (metadata.issuer !== issuer) {
      throw new Error(`The metadata of ${issuer} are those of another issuer: ${metadata.issuer}`);
    }
    const address = URL.parse(String(metadata.jwks_uri));
    const isUsable = address && isSafe(address) && (!isLoopback(address) || isLoopback(new URL(issuer)));
    if (!isUsable) throw new Error(`The keys of ${issuer} have no https address`);
    return finderIn(await json<JSONWebKeySet>(address, signal));
  } catch (error) {
    throw issuerUnreachable(error);
  }
}

async function json<Json>(address: string | URL, signal: AbortSignal): Promise<Json> {
  const response = await fetch(address, { signal, redirect: 'error' });
  if (response.status !== 200) throw new Error(`${address} answered with a ${response.status}`);
  return (await response.json()) as Json;
}
