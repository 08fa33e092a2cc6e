import { isUtf8 } from 'node:buffer';
import { malformedRequest, queryNotUtf8 } from '../lib/core/refusals.ts';
import { isUtf8Query } from '../lib/http/utf8Query.ts';
import { answerWithProblem, sendProblem } from './gatewayProblems.ts';
import type { Gateway, Request, Toolkit } from './hapi.ts';

/** Changes the local gateway where it differs from the contract. */
export function keepToContract(gateway: Gateway): void {
  // To AWS's gateway a path with a slash at its end is another one. It sends answers as they are, and whole.
  gateway.settings.router.stripTrailingSlash = false;
  gateway.settings.compression = false;
  for (const { settings } of gateway.table()) settings.response.ranges = false;
  gateway.ext('onRequest', refuseMalformed);
  gateway.ext('onRequest', leaveTypeOut);
  gateway.ext('onRequest', leaveConditionsAlone);
  gateway.ext('onPreHandler', handOverBytes);
  gateway.ext('onPreResponse', answerWithProblem);
}

/** Refuses what hapi or serverless-offline would misread. */
function refuseMalformed({ raw: { req } }: Request, h: Toolkit) {
  const [path = '', query = ''] = String(req.url).split(/\?(.*)/s);
  if (!isUtf8Query(query)) return sendProblem(queryNotUtf8(), h).takeover();
  return hasDots(path) || !hasHost(req.rawHeaders)
    ? sendProblem(malformedRequest(), h).takeover()
    : h.continue;
}

/**
 * Returns whether a path has dot segments, which hapi resolves: `/events/a/registrations/..` would change `/events/a`.
 * AWS's gateway takes those that a client sends for ids, and refuses them.
 */
const hasDots = (path: string) => path.split('/').some(segment => /^(\.|%2e){1,2}$/i.test(segment));

/**
 * Returns whether the host is valid. serverless-offline makes one URL of the host and the path, which a path in the
 * host would change.
 */
function hasHost(rawHeaders: string[]): boolean {
  const [host = '', ...others] = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  return others.length === 0 && !/[/?#@\\\s]/.test(host) && URL.canParse(`http://${host || 'localhost'}`);
}

/** serverless-offline calls a body without a type JSON. To RFC 9110, 8.3 it may be just bytes. */
function leaveTypeOut({ headers, raw }: Request, h: Toolkit) {
  if (!headers['content-type']) raw.req.rawHeaders.push('Content-Type', 'application/octet-stream');
  return h.continue;
}

/** hapi would answer a 304 of its own, though an event's counters change without its ETag. AWS's gateway does not. */
function leaveConditionsAlone({ headers }: Request, h: Toolkit) {
  delete headers['if-none-match'];
  return h.continue;
}

/**
 * Passes bytes that are not UTF-8 on: serverless-offline would make U+FFFD of them unless they have this type here.
 * The function still gets the type that the client sent.
 */
function handOverBytes({ headers, payload }: Request, h: Toolkit) {
  if (payload instanceof Buffer && !isUtf8(payload)) headers['content-type'] = 'application/octet-stream';
  return h.continue;
}
