import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Caller } from '../access/caller.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { ApiError } from '../core/errors.ts';
import type { FindSight, Sight } from '../domain/drafts.ts';
import { callerIn, settings, tokenIn } from './callerIn.ts';

/** Returns whose drafts a caller may know of. */
export const sightOf = ({ userId, isAdmin }: Caller): Sight =>
  isAdmin ? { kind: 'all' } : { kind: 'own', ownerId: userId };

/**
 * Returns what finds out whose drafts a request may know of, at a route that is for anybody. Correctness: a token that
 * does not hold, or that cannot be verified now, is like none, so that its answer does not show that there is a draft.
 */
export const findSightOf =
  (event: Pick<APIGatewayProxyEventV2, 'headers'>): FindSight =>
  async () => {
    if (!settings) return { kind: 'all' };
    const caller = tokenIn(event) && (await bestEffort(() => knownCallerIn(event)));
    return caller ? sightOf(caller) : { kind: 'none' };
  };

/** Anybody may send a token that does not hold, so that it is not worth a line in the log. */
const knownCallerIn = (...args: Parameters<typeof callerIn>): Promise<Caller | undefined> =>
  callerIn(...args).catch(error => {
    if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') return undefined;
    throw error;
  });
