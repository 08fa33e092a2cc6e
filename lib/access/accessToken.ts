import {
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { ApiError } from '../core/errors.ts';
import { tokenRefused } from '../core/refusals.ts';
import type { Claims } from './caller.ts';
import { issuerKeys } from './issuerKeys.ts';
import type { AccessSettings } from './settings.ts';

/** Only the issuer can sign by these. With a symmetric algorithm its public key would do. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** The clocks of the issuer and of this service may differ by so much. */
const LEEWAY_SECONDS = 60;

const MAX_BYTES = 8 * 1024;

/** Returns the claims of an access token that holds. */
export type Verify = (token: string) => Promise<Claims>;

/**
 * Returns what verifies access tokens: their signature, issuer, audience, times and subject (RFC 8725, RFC 9068).
 * @throws ApiError UNAUTHENTICATED, and TRY_AGAIN when the issuer's keys cannot be had
 */
export function verifierOf({ issuer, audience }: AccessSettings): Verify {
  const findKey = issuerKeys(issuer);
  const options = {
    issuer,
    algorithms: ALGORITHMS,
    clockTolerance: LEEWAY_SECONDS,
    requiredClaims: ['exp'],
  };
  return async token => {
    if (Buffer.byteLength(token) > MAX_BYTES) throw tokenRefused('it is longer than 8 KB');
    const { payload, protectedHeader } = await verified(token, findKey, options).catch(refuse);
    if (!isFor(payload, audience)) throw tokenRefused('it is for another audience');
    if (!isAccessToken(payload, protectedHeader)) throw tokenRefused('it is no access token');
    if (!payload.sub || typeof payload.sub !== 'string') throw tokenRefused('it has no subject');
    return { ...payload, sub: payload.sub };
  };
}

/** Verifies a token. One that names no key is tried with each that may be its own. */
async function verified(
  token: string,
  findKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, findKey, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const result = await jwtVerify(token, key, options).catch(refusal => {
        if (!(refusal instanceof errors.JWSSignatureVerificationFailed)) throw refusal;
      });
      if (result) return result;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Turns an error of the library into a refusal. */
function refuse(error: unknown): never {
  throw error instanceof ApiError ? error : tokenRefused(reasonOf(error), error);
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return REASONS[error.claim] ?? 'it has no valid times';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is not signed by an asymmetric algorithm';
  if (error instanceof errors.JWKSNoMatchingKey) return "it is signed by none of the issuer's keys";
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JOSEError) return 'it is malformed';
  // Such a key is too short, for example.
  return 'its key cannot be used';
}

const REASONS: Record<string, string> = { iss: 'it is of another issuer', nbf: 'it is not valid yet' };

/** An access token of Amazon Cognito names the client that it was made for, and no audience. */
function isFor({ aud, token_use, client_id }: JWTPayload, audience: string): boolean {
  const audiences = aud === undefined && token_use === 'access' ? [client_id] : [aud].flat();
  return audiences.includes(audience);
}

/** OpenID Connect Core 1.0, 2 and 3.3.2.11. */
const ONLY_IN_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

/** Amazon Cognito has the kind of a token in `token_use`, Keycloak in the claim `typ`, others in the header. */
function isAccessToken(claims: JWTPayload, header: JWTHeaderParameters): boolean {
  const kinds = [claims.token_use, claims.typ, header.typ]
    .filter(kind => kind !== undefined)
    .map(kind => String(kind).toLowerCase().replace('application/', ''))
    .filter(kind => kind !== 'jwt');
  if (kinds.length > 0) return kinds.every(kind => ['access', 'bearer', 'at+jwt'].includes(kind));
  // A token that does not name its kind shows it by what only ID tokens have (OpenID Connect Core 1.0, 2).
  return ONLY_IN_ID_TOKENS.every(name => claims[name] === undefined);
}
