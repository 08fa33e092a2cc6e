import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { GuardedId } from '../../schemas/access.ts';
import { type CallerKind, firstKindOf, isFeedOf } from '../access/authorisation.ts';
import { type Caller, ME } from '../access/caller.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { withDeadline } from '../core/deadline.ts';
import { duringInit } from '../core/init.ts';
import { feedRefused, forbidden } from '../core/refusals.ts';
import { type FindSight, seesAll } from '../domain/drafts.ts';
import { callerIn, loadVerifier, settings } from './callerIn.ts';
import { compose, type Guard, type Handle, type Ready, type Validator } from './endpoint.ts';
import { sightOf } from './sight.ts';

/**
 * A request is carried out because access control is off (`open`), because it has the secret of a feed, or because its
 * caller may send it.
 */
export type Access = Rights &
  (
    | { kind: 'open'; caller?: undefined }
    | { kind: 'feed'; caller?: undefined }
    | { kind: 'caller'; caller: Caller }
  );

type Rights = {
  findSight: FindSight;
  /** The owner of the event by whose right alone the request is carried out. */
  ownerId?: string | undefined;
  /**
   * Returns whether the caller is one of these, after the work is done. It is false when that cannot be found out soon,
   * since the answer to what was done must not wait or fail for it.
   */
  isKnownAs: (...kinds: CallerKind[]) => Promise<boolean>;
  /**
   * Returns whether the caller is one of these, before an answer is made that depends on it.
   * @throws ApiError TRY_AGAIN when that cannot be found out in the time of the request
   */
  isOneOf: (...kinds: CallerKind[]) => Promise<boolean>;
};

type Event = APIGatewayProxyEventV2;
type Rules = Pick<Validator<GuardedId>, 'allowed' | 'personIn'>;

/** An answer waits up to one and a half seconds for who its caller is: half a second of this is for answering. */
const KNOWING_MS = 2000;

duringInit(loadVerifier);

const always = async () => true;
const never = async () => false;

/**
 * Makes the Lambda handler of a route that is not for anybody, as `endpoint` does. A request without a token that holds
 * is refused before anything of it is read. Whether its caller may send it is decided as soon as it is known whom it is
 * about: before the body is read, unless that names the person.
 */
export const guardedEndpoint = <Id extends GuardedId>(
  validate: Ready<Id>,
  handle: Handle<Id, { access: Access }>,
) => compose(validate, guardOf(validate), handle);

/** @throws ApiError UNAUTHENTICATED, FORBIDDEN, TRY_AGAIN */
function guardOf({ allowed, personIn }: Rules): Guard<{ access: Access }> {
  const callers = new WeakMap<Event, Caller>();
  const admitted = new WeakMap<Event, Access>();

  /** Finds out who sends a request, or that this does not matter. */
  async function authenticate(event: Event): Promise<void> {
    if (!settings) {
      admitted.set(event, { kind: 'open', findSight: seesAll, isKnownAs: always, isOneOf: always });
    } else if (allowed.includes('feed') && (await hasFeed(event))) {
      const findSight: FindSight = async () => ({ kind: 'none' });
      admitted.set(event, { kind: 'feed', findSight, isKnownAs: never, isOneOf: never });
    } else callers.set(event, await callerIn(event));
  }

  /** Decides whether the caller may send a request, once the part of it is read that names the person. */
  async function authorise(part: 'path' | 'body', event: Event): Promise<void> {
    const caller = callers.get(event);
    if (!caller || part !== personIn) return;
    replaceMe(event, caller);
    const subject = { eventId: event.pathParameters?.eventId, userId: personOf(part, event, caller) };
    const kind = await firstKindOf(allowed, caller, subject);
    if (!kind) throw forbidden();
    admitted.set(event, {
      kind: 'caller',
      caller,
      ownerId: kind === 'owner' ? caller.userId : undefined,
      findSight: async () => sightOf(caller),
      isKnownAs: async (...kinds) => {
        if (kinds.includes(kind)) return true;
        const find = () => withDeadline(KNOWING_MS, () => firstKindOf(kinds, caller, subject));
        return (await bestEffort(find)) !== undefined;
      },
      isOneOf: async (...kinds) =>
        kinds.includes(kind) || (await firstKindOf(kinds, caller, subject)) !== undefined,
    });
  }

  const step = (work: (event: Event) => Promise<void>): MiddlewareObj<Event>[] => [
    { before: ({ event, context }) => withDeadline(context.getRemainingTimeInMillis(), () => work(event)) },
  ];
  return {
    beforeReading: step(async event => {
      await authenticate(event);
      await authorise('path', event);
    }),
    beforeValidation: step(event => authorise('body', event)),
    grant: event => {
      const access = admitted.get(event);
      if (!access) throw forbidden();
      return { access };
    },
  };
}

/** Returns whether a request has the secret of the calendar feed that it asks for. */
async function hasFeed({ headers, queryStringParameters, pathParameters }: Event): Promise<boolean> {
  const secret = queryStringParameters?.token;
  if (!secret || headers?.authorization) return false;
  if (await isFeedOf(pathParameters?.userId, secret)) return true;
  throw feedRefused();
}

const bodyOf = ({ body }: Event) => Object(body) as Record<string, unknown>;

/** Replaces `me` by the id of the caller. */
function replaceMe(event: Event, { userId }: Caller): void {
  for (const part of [event.pathParameters ?? {}, bodyOf(event)])
    if (part.userId === ME) part.userId = userId;
}

/** Returns the person whom a request is about. A body that names none is about the caller, or breaks a rule. */
const personOf = (part: 'path' | 'body', event: Event, caller: Caller): unknown =>
  part === 'path' ? event.pathParameters?.userId : (bodyOf(event).userId ?? caller.userId);
