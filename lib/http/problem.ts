import { STATUS_CODES } from 'node:http';
import type { MiddlewareObj } from '@middy/core';
import { createError } from '@middy/util';
import type { ErrorObject } from 'ajv';
import { ApiError, type BrokenRule, ERRORS } from '../core/errors.ts';
import { escaped } from '../core/jsonPointer.ts';
import { logError } from '../core/log.ts';
import { internalError, validationFailed } from '../core/refusals.ts';

/** Turns a thrown error into the problem (RFC 9457) that http-error-handler writes as the answer. */
export const problem = (): MiddlewareObj => ({
  onError: request => {
    const requestId = request.context.awsRequestId;
    const error = toldAs(request.error, requestId);
    const status = ERRORS[error.code];
    const body = JSON.stringify(problemBody(error, requestId));
    const headers = { ...error.headers, 'Content-Type': 'application/problem+json' };
    request.error = Object.assign(createError(status, body, { expose: true }), { headers });
  },
});

/** An error as RFC 9457 writes it. */
export type Problem = ReturnType<typeof problemBody>;

/** Returns a thrown error as RFC 9457 writes it. The log has the cause of one that is no fault of the client. */
export const problemOf = (error: unknown, requestId: string): Problem =>
  problemBody(toldAs(error, requestId), requestId);

function toldAs(error: unknown, requestId: string): ApiError {
  const told = asApiError(error, requestId);
  if (ERRORS[told.code] >= 500) logError(told.code, error, requestId);
  return told;
}

/** Returns an error as RFC 9457 writes it, with the id of the request that it answers. */
export const problemBody = ({ code, message, errors, members }: ApiError, requestId: string) => ({
  type: 'about:blank',
  title: STATUS_CODES[ERRORS[code]],
  status: ERRORS[code],
  detail: message,
  code,
  requestId,
  ...members,
  ...(errors && { errors }),
});

function asApiError(error: unknown, requestId: string): ApiError {
  if (error instanceof ApiError) return error;
  const brokenRules = brokenRulesIn(error);
  return brokenRules ? validationFailed(brokenRules) : internalError(requestId);
}

/** Returns the rules that a validator found broken, if that is the error. */
export function brokenRulesIn(error: unknown): BrokenRule[] | undefined {
  const found = validationErrors(error);
  return found && distinct(found.map(brokenRule));
}

const validationErrors = (error: unknown): ErrorObject[] | undefined => {
  const cause = (error as { cause?: { package?: string; data?: ErrorObject[] } } | undefined)?.cause;
  return cause?.package === '@middy/validator' ? withoutEchoes(cause.data ?? []) : undefined;
};

/**
 * Removes errors that repeat others. Ajv reports a failed branch of a schema, and a bad name, twice. A value of the
 * wrong type breaks that rule only, since others are about values of the right type.
 */
function withoutEchoes(rules: ErrorObject[]): ErrorObject[] {
  const ofWrongType = new Set(rules.filter(isAboutType).map(({ instancePath }) => instancePath));
  return rules.filter(
    rule =>
      rule.keyword !== 'if' &&
      rule.propertyName === undefined &&
      (isAboutType(rule) || !ofWrongType.has(rule.instancePath)),
  );
}

/** Some values have one message for all their rules. It is told once. */
const distinct = (rules: BrokenRule[]): BrokenRule[] => [
  ...new Map(rules.map(rule => [`${rule.path} ${rule.message}`, rule])).values(),
];

const isAboutType = ({ keyword }: ErrorObject) => keyword === 'type';

const PARTS: Record<string, string> = {
  pathParameters: 'path',
  queryStringParameters: 'query',
  queryCounts: 'query',
};

/** Points at the value as clients know it, such as `/path/eventId`, and states what is allowed there. */
function brokenRule({ instancePath, keyword, params, message = 'is invalid' }: ErrorObject): BrokenRule {
  const pointer = instancePath
    .replace(/^\/(\w+)/, (whole, part) => (PARTS[part] ? `/${PARTS[part]}` : whole))
    // One of several values of a query parameter has no name of its own.
    .replace(/^(\/query\/\w+)\/\d+$/, '$1');
  if (keyword === 'propertyNames')
    return { path: `${pointer}/${escaped(params.propertyName)}`, message: 'is not known here' };
  if (keyword === 'required') return { path: `${pointer}/${params.missingProperty}`, message: 'is required' };
  if (keyword === 'type') return { path: pointer, message: `must be ${[params.type].flat().join(' or ')}` };
  if (keyword === 'enum')
    return { path: pointer, message: `must be one of: ${params.allowedValues.join(', ')}` };
  return { path: pointer, message };
}
