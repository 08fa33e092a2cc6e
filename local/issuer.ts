import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { LocalError } from './localError.ts';
import { ensurePortFree } from './ports.ts';

/** An issuer of access tokens on this machine. Its key stays in the data folder. */
type Issuer = { url: string; key: JWK };

/** The local settings have the usual names of roles. */
export const ROLES = ['organiser', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody for whom a token is made. Scopes name the events whose door they keep. */
export type Bearer = { userId: string; roles?: Role[]; scope?: string | undefined };

const HOST = '127.0.0.1';

/** The audience of the tokens that are made here. */
export const AUDIENCE = 'event-management-api';

const ALGORITHM = 'ES256';

const issuerFile = (dataDir: string) => join(dataDir, 'issuer.json');

/**
 * Starts an issuer whose keys are those of the data folder, which it makes when there are none. It ends with this
 * process. Returns its address.
 * @throws LocalError when the port is taken
 */
export async function startIssuer(port: number, dataDir: string): Promise<string> {
  await ensurePortFree(port, 'the issuer', 'ISSUER_PORT');
  const url = `http://${HOST}:${port}`;
  const { d: _private, ...publicKey } = await keyIn(dataDir, url);
  const answers: Record<string, object> = {
    '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/jwks` },
    '/jwks': { keys: [publicKey] },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>(resolve => server.listen(port, HOST, resolve));
  // Neither the server nor its connections keep the process alive.
  server.unref().on('connection', socket => socket.unref());
  return url;
}

/** Reads the key of a data folder, or makes it, and notes the address of the issuer. Only its owner may read it. */
async function keyIn(dataDir: string, url: string): Promise<JWK> {
  mkdirSync(dataDir, { recursive: true });
  const key = storedIn(dataDir)?.key ?? (await newKey());
  writeFileSync(issuerFile(dataDir), JSON.stringify({ url, key } satisfies Issuer), { mode: 0o600 });
  return key;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: ALGORITHM, use: 'sig' };
}

/** Returns the issuer of a data folder, or `undefined` when it has none that can be read. */
function storedIn(dataDir: string): Issuer | undefined {
  try {
    return JSON.parse(readFileSync(issuerFile(dataDir), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @throws LocalError when the folder has no issuer */
function issuerIn(dataDir: string): Issuer {
  const issuer = storedIn(dataDir);
  if (issuer) return issuer;
  throw new LocalError(
    `${dataDir} has no issuer of tokens: start one with "npm run start:auth", or name its folder in DYNAMODB_DATA.`,
  );
}

/**
 * Makes an access token of the issuer of a data folder, for a day.
 * @throws LocalError when the folder has no issuer
 */
export async function tokenFor({ userId, roles = [], scope }: Bearer, dataDir: string): Promise<string> {
  const { url, key } = issuerIn(dataDir);
  return new SignJWT({ roles: roles, ...(scope && { scope }) })
    .setProtectedHeader({ alg: ALGORITHM, kid: String(key.kid), typ: 'at+jwt' })
    .setIssuer(url)
    .setAudience(AUDIENCE)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime('1 day')
    .sign(await importJWK(key, ALGORITHM));
}

/** Returns the address of the issuer of a data folder, if it is running. */
export async function runningIssuer(dataDir: string): Promise<string | undefined> {
  const issuer = storedIn(dataDir);
  if (!issuer) return undefined;
  const { url, key } = issuer;
  const keys = await fetch(`${url}/jwks`)
    .then(response => response.text())
    .catch(() => '');
  return keys.includes(String(key.kid)) ? url : undefined;
}
