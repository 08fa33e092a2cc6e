import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Verify } from '../access/accessToken.ts';
import { type Caller, callerOf } from '../access/caller.ts';
import { accessSettings } from '../access/settings.ts';
import { tokenMissing } from '../core/refusals.ts';

type Headers = Pick<APIGatewayProxyEventV2, 'headers'>;

/** The settings of access control, where it is on. */
export const settings = accessSettings(process.env);

let verifier: Promise<Verify | undefined> | undefined;

/** Loads what verifies tokens. Speed: only where access control is on. */
export function loadVerifier(): Promise<Verify | undefined> {
  verifier ??= (async () => settings && (await import('../access/accessToken.ts')).verifierOf(settings))();
  return verifier;
}

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Returns the access token of a request, if it has one (RFC 6750, 2.1). */
export const tokenIn = ({ headers }: Headers): string | undefined =>
  BEARER.exec(headers?.authorization ?? '')?.[1];

/**
 * Returns who sends a request, by its access token.
 * @throws ApiError UNAUTHENTICATED, TRY_AGAIN
 */
export async function callerIn(event: Headers): Promise<Caller> {
  const token = tokenIn(event);
  const verify = token && (await loadVerifier());
  if (!settings || !verify) throw tokenMissing();
  return callerOf(await verify(token), settings);
}
