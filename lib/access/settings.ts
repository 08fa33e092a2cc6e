/**
 * Access control, as its settings describe it. `issuer` and `audience` are those of every token. `roleClaim` names the
 * claim with somebody's roles.
 */
export type AccessSettings = {
  issuer: string;
  audience: string;
  roleClaim: string;
  organiserRole: string;
  adminRole: string;
};

const REQUIRED = ['AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;
const OPTIONAL = ['AUTH_ROLE_CLAIM', 'AUTH_ORGANISER_ROLE', 'AUTH_ADMIN_ROLE'] as const;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The settings of access control. */
export const ACCESS_SETTINGS = [...REQUIRED, ...OPTIONAL];

/** Returns whether an address is one of this machine. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.includes(hostname);

/** Returns whether an address is encrypted on its way, or does not leave the machine. */
export const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

/**
 * Returns the settings of access control, or `undefined` when it is off. Correctness: it is never half on.
 * @throws Error whose sentence names the setting that is missing or wrong
 */
export function accessSettings(env: NodeJS.ProcessEnv): AccessSettings | undefined {
  const isGiven = (name: string) => Boolean(env[name]?.trim());
  const missing = REQUIRED.filter(name => !isGiven(name));
  const given = ACCESS_SETTINGS.filter(isGiven);
  if (given.length === 0) return undefined;
  if (missing.length > 0) {
    throw new Error(`Set ${missing.join(' and ')} too, or leave ${given.join(' and ')} out.`);
  }
  const { AUTH_ISSUER: issuer = '', AUTH_AUDIENCE: audience = '' } = env;
  const url = URL.parse(issuer);
  if (!url || !isSafe(url) || url.search || url.hash || url.username) {
    throw new Error(
      'Set AUTH_ISSUER to the https address of an OpenID Connect issuer. Only one on this machine may have http.',
    );
  }
  return {
    issuer,
    audience,
    roleClaim: env.AUTH_ROLE_CLAIM || 'roles',
    organiserRole: env.AUTH_ORGANISER_ROLE || 'organiser',
    adminRole: env.AUTH_ADMIN_ROLE || 'admin',
  };
}
