import { createHash, randomUUID } from 'node:crypto';
import { type Bearer, ROLES, tokenFor } from '../../../local/issuer.ts';
import { isAccessOn } from '../servers/access.ts';

type Sent = { method: string; path: string; body?: unknown; headers?: object };

const PERSON_IN_PATH = /^(?:\/users|\/events\/[^/]+\/regist(?:er|rations))\/([^/]+)/;

/**
 * Returns a header with an access token for a request that has none: of the person whom it is about, who is an
 * organiser and an admin. Returns no header where access control is off.
 */
export async function tokenHeader(sent: Sent): Promise<Record<string, string>> {
  const isSet = Object.keys(sent.headers ?? {}).some(name => name.toLowerCase() === 'authorization');
  if (!isAccessOn() || isSet || sent.method === 'OPTIONS') return {};
  return asBearer({ userId: personIn(sent), roles: [...ROLES] });
}

const made = new Map<string, Promise<string>>();

/** Returns the header with an access token of somebody. */
export async function asBearer(bearer: Bearer): Promise<{ authorization: string }> {
  const key = JSON.stringify(bearer);
  const token = made.get(key) ?? tokenFor(bearer, String(process.env.TEST_DATA));
  made.set(key, token);
  return { authorization: `Bearer ${await token}` };
}

/** Returns the person whom a request is about, or an admin if it is about nobody. */
function personIn({ method, path, body, headers = {} }: Sent): string {
  const pathname = path.replace(/^\w+:\/\/[^/]+/, '').replace(/\?.*$/s, '');
  const { userId } = Object(body);
  const [, inPath = userId] = PERSON_IN_PATH.exec(pathname) ?? [];
  if (inPath && typeof inPath === 'string') return decoded(inPath);
  return method === 'POST' && /^\/users\/?$/.test(pathname) ? newPerson(headers) : 'admin';
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Returns somebody who is no user yet. A key stands for the same person each time. */
function newPerson(headers: object): string {
  const [, key] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'idempotency-key') ?? [];
  return key === undefined ? randomUUID() : createHash('sha256').update(String(key)).digest('hex');
}

/** Returns the value of a JSON text, or `undefined` when it is none. */
export function jsonIn(text: string | Uint8Array | undefined): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
