import { ACCESS_SETTINGS } from '../lib/access/settings.ts';
import { LocalError } from './localError.ts';

const MAX_PORT = 65_535;
const LOGS = ['requests', 'silent', 'verbose'] as const;

/** `npm start` prints a line for each request, errors only, or everything. */
export type Log = (typeof LOGS)[number];

/**
 * Returns the port that a setting names, or `otherwise` when it is not set.
 * @throws LocalError when it names none
 */
export function portOf(setting: string, value: string | undefined, otherwise: number): number {
  if (!value) return otherwise;
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= MAX_PORT) return port;
  throw new LocalError(
    `${setting} must be a port, a whole number from 1 to ${MAX_PORT}, and not "${value}".`,
  );
}

/** Returns the port of the embedded database. */
export const databasePortOf = ({ DYNAMODB_PORT }: NodeJS.ProcessEnv): number =>
  portOf('DYNAMODB_PORT', DYNAMODB_PORT, 8000);

/** Returns the port of the issuer that `npm run start:auth` starts. */
export const issuerPortOf = ({ ISSUER_PORT }: NodeJS.ProcessEnv): number =>
  portOf('ISSUER_PORT', ISSUER_PORT, 9000);

/** Returns a port to try in place of one that is taken. */
export const portBeside = (port: number): number => (port < MAX_PORT ? port + 1 : port - 1);

/** The embedded database keeps its data here unless DYNAMODB_DATA names another folder. */
export const DEFAULT_DATA = '.dynamodb';

/**
 * Returns the value of LOG.
 * @throws LocalError when it is none of the words that it may be
 */
export function logOf({ LOG }: NodeJS.ProcessEnv): Log {
  const log = LOGS.find(one => one === (LOG || 'requests'));
  if (log) return log;
  const words = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(LOGS);
  throw new LocalError(`LOG must be ${words}, and not "${LOG}".`);
}

/**
 * Returns the database's address in AWS_ENDPOINT_URL_DYNAMODB, or `undefined` when it is not set.
 * @throws LocalError when it is no URL
 */
export function endpointOf({ AWS_ENDPOINT_URL_DYNAMODB: url }: NodeJS.ProcessEnv): URL | undefined {
  if (!url) return undefined;
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return new URL(url);
  throw new LocalError(
    `AWS_ENDPOINT_URL_DYNAMODB must be a URL such as http://127.0.0.1:8000, and not "${url}".`,
  );
}

type Start = { httpPort: number; isFresh: boolean; hasIssuer?: boolean };

/**
 * Checks that the settings of `npm start` agree with each other. With `hasIssuer` they are those of `npm run start:auth`.
 * @throws LocalError when they do not, or when one of them can be none
 */
export function checkSettings(env: NodeJS.ProcessEnv, { httpPort, isFresh, hasIssuer = false }: Start): void {
  logOf(env);
  const isElsewhere = endpointOf(env) !== undefined;
  if (isElsewhere && isFresh) {
    throw new LocalError(
      'Only the embedded database can start over, and AWS_ENDPOINT_URL_DYNAMODB names another one: leave --fresh out, or that setting.',
    );
  }
  const others = ACCESS_SETTINGS.filter(name => env[name]);
  if (hasIssuer && others.length > 0) {
    throw new LocalError(`"npm run start:auth" has an issuer of its own: leave ${others.join(' and ')} out.`);
  }
  ensureApart([
    { setting: 'PORT', of: 'the API', port: httpPort },
    ...(isElsewhere ? [] : [{ setting: 'DYNAMODB_PORT', of: 'the database', port: databasePortOf(env) }]),
    ...(hasIssuer ? [{ setting: 'ISSUER_PORT', of: 'the issuer', port: issuerPortOf(env) }] : []),
  ]);
}

type Port = { setting: string; of: string; port: number };

/** @throws LocalError when two of the ports are one */
function ensureApart(ports: Port[]): void {
  for (const [index, { setting, of, port }] of ports.entries()) {
    const other = ports.slice(index + 1).find(later => later.port === port);
    if (!other) continue;
    throw new LocalError(
      `${setting} and ${other.setting} are both ${port}: ${of} and ${other.of} need a port each.`,
    );
  }
}
