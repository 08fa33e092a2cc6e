import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** A key of an issuer, and its public part as the issuer publishes it. */
export type Key = { kid: string; alg: string; privateKey: CryptoKey; published: JWK };

/** Makes a key for an asymmetric algorithm. */
export async function newKey(alg = 'ES256', kid: string = crypto.randomUUID()): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export const AUDIENCE = 'events-api';

/**
 * An issuer of tokens that publishes `keys`. It counts its requests, and those for its keys. While it `isDown` it answers with a 500, and
 * while it `isSilent` with nothing.
 */
export class TestIssuer {
  keys: Key[] = [];
  isDown = false;
  isSilent = false;
  /** What its metadata say, besides what is true. */
  metadata: object = {};
  requests = 0;
  asked = 0;
  url = '';
  readonly #server = createServer((request, response) => {
    const isForKeys = request.url === '/keys';
    this.requests += 1;
    if (isForKeys) this.asked += 1;
    if (this.isSilent) return;
    const answer = isForKeys
      ? { keys: this.keys.map(({ published }) => published) }
      : { issuer: this.url, jwks_uri: `${this.url}/keys`, ...this.metadata };
    response.writeHead(this.isDown ? 500 : 200).end(JSON.stringify(answer));
  });

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** The claims of a token that holds, for an hour from now. */
  claims(changes: JWTPayload = {}): JWTPayload {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.url, aud: AUDIENCE, sub: 'ada', iat: now, exp: now + 3600, ...changes };
  }

  /** A token that holds but for these changes of its claims and its header. */
  token(changes: JWTPayload = {}, { key = this.keys[0], header = {} }: Signing = {}): Promise<string> {
    if (!key) throw new Error('The issuer has no key');
    return new SignJWT(this.claims(changes))
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }
}

type Signing = { key?: Key | undefined; header?: Partial<JWTHeaderParameters> };
