import type { MiddlewareObj } from '@middy/core';
import httpContentNegotiation from '@middy/http-content-negotiation';
import type { Context } from 'aws-lambda';
import { LIST_FORMATS, LIST_TYPES } from '../../schemas/lists.ts';
import type { OperationId } from '../../schemas/requests.ts';
import type { Event, Prepared, Validator } from './endpoint.ts';

/** A client that accepts none of the types gets the first one, as RFC 9110, 12.5.1 allows. */
const negotiation = httpContentNegotiation({
  parseCharsets: false,
  parseEncodings: false,
  parseLanguages: false,
  availableMediaTypes: [...LIST_TYPES],
  defaultToFirstMediaType: true,
});

const typeOf = (format: string | undefined) => LIST_TYPES.find((_, n) => LIST_FORMATS[n] === format);

/** Replaces the header Accept by the type that was chosen: by the query, which wins, or by the header. */
const chosenType: MiddlewareObj<Event, unknown, Error, Context & { preferredMediaType?: string }> = {
  before: ({ event, context }) => {
    event.headers.accept = typeOf(event.queryStringParameters?.format) ?? context.preferredMediaType;
  },
};

/**
 * Has an endpoint choose between JSON and CSV before it validates a request. Only functions of lists that have both
 * contain this.
 */
export const withTypes = <Id extends OperationId>(validate: Validator<Id>): Validator<Id> & Prepared =>
  Object.assign(validate, { prepare: [negotiation, chosenType] as MiddlewareObj<Event>[] });
