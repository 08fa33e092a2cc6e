import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { GuardedId, Who } from '../../schemas/access.ts';
import { admittedAs, isFeedOf } from '../access/authorisation.ts';
import { type Caller, callerOf, ME } from '../access/caller.ts';
import { accessSettings } from '../access/settings.ts';
import { withDeadline } from '../core/deadline.ts';
import { feedRefused, forbidden, tokenMissing } from '../core/refusals.ts';
import { compose, type Guard, type Handle, type Validator } from './endpoint.ts';

/** By what right a request is carried out. Where access control is off, it has no caller, and may do anything. */
export type Access = {
  caller: Caller | undefined;
  /** The owner of the event by whose right alone the request is carried out. */
  asOwner: string | undefined;
  /** Returns whether the caller is one of these. */
  isOneOf: (...who: Who[]) => Promise<boolean>;
};

type Event = APIGatewayProxyEventV2 & { access?: Access | undefined; caller?: Caller | undefined };

const settings = accessSettings(process.env);

/** Speed: what verifies tokens is loaded where access control is on, while the function starts. */
const verifier =
  settings && import('../access/accessToken.ts').then(({ verifierOf }) => verifierOf(settings));

const ANYTHING: Access = { caller: undefined, asOwner: undefined, isOneOf: async () => true };

/**
 * Makes the Lambda handler of a route that is not for anybody, as `endpoint` does. A request without a token that holds
 * is refused before anything of it is read. Whether its caller may send it is decided as soon as it is known whom it is
 * about: before the body is read, unless that names the person.
 */
export const guardedEndpoint = <Id extends GuardedId>(
  validate: Validator<Id>,
  handle: Handle<Id, { access: Access }>,
) => compose(validate, guardOf(validate), handle);

/** @throws ApiError UNAUTHENTICATED, FORBIDDEN, TRY_AGAIN */
function guardOf({
  allowed,
  personIn,
}: Pick<Validator<GuardedId>, 'allowed' | 'personIn'>): Guard<{ access: Access }> {
  const admitBy = async (part: 'path' | 'body', event: Event) => {
    if (event.caller && part === personIn) event.access = await admit(allowed, event, event.caller);
  };
  const step = (work: (event: Event) => Promise<void>): MiddlewareObj<Event>[] => [
    { before: ({ event, context }) => withDeadline(context.getRemainingTimeInMillis(), () => work(event)) },
  ];
  return {
    beforeReading: step(async event => {
      await identify(allowed, event);
      await admitBy('path', event);
    }),
    beforeValidation: step(event => admitBy('body', event)),
    grant: ({ access }: Event) => {
      if (!access) throw forbidden();
      return { access };
    },
  };
}

/** Finds out who sends a request, if that matters. */
async function identify(allowed: readonly Who[], event: Event): Promise<void> {
  Object.assign(event, { access: undefined, caller: undefined });
  if (!settings || (allowed.includes('feed') && (await hasFeed(event)))) event.access = ANYTHING;
  else event.caller = await authenticate(event);
}

const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Returns who sends a request, by its access token (RFC 6750, 2.1). */
async function authenticate({ headers }: Event): Promise<Caller> {
  const [, token] = BEARER.exec(headers?.authorization ?? '') ?? [];
  if (!settings || !verifier || !token) throw tokenMissing();
  const verify = await verifier;
  return callerOf(await verify(token), settings);
}

/** Returns whether a request has the secret of the calendar feed that it asks for. */
async function hasFeed({ headers, queryStringParameters, pathParameters }: Event): Promise<boolean> {
  const secret = queryStringParameters?.token;
  if (!secret || headers?.authorization) return false;
  if (await isFeedOf(pathParameters?.userId, secret)) return true;
  throw feedRefused();
}

/** Returns by what right a caller may send a request, in which `me` is replaced by their id. */
async function admit(allowed: readonly Who[], event: Event, caller: Caller): Promise<Access> {
  const body = event.body as unknown as Record<string, unknown> | undefined;
  const person = [event.pathParameters, body].find(part => Object(part).userId === ME);
  if (person) person.userId = caller.userId;
  const { eventId, userId = Object(body).userId } = event.pathParameters ?? {};
  const who = await admittedAs(allowed, caller, { eventId, userId });
  if (!who) throw forbidden();
  return {
    caller,
    asOwner: who === 'owner' ? caller.userId : undefined,
    isOneOf: async (...others) => (await admittedAs(others, caller, { eventId, userId })) !== undefined,
  };
}
