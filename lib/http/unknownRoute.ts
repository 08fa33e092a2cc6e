import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import routes from '#build/routes.js';
import type { ApiError } from '../core/errors.ts';
import { methodNotAllowed, routeNotFound } from '../core/refusals.ts';
import { type Reply, redirect } from './reply.ts';
import { routePattern } from './routePattern.ts';

/** The path of a request behind the stage. The base path of a domain may come before it. */
type Target = { path: string; mayHaveBase: boolean };

/**
 * Answers a request that no route takes. It redirects when the path is a route but for a slash at its end.
 * @throws ApiError ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED
 */
export function answerUnrouted(event: APIGatewayProxyEventV2): Reply {
  const { rawPath, rawQueryString: query, requestContext } = event;
  const target = targetOf(event);
  const segment = segmentBeforeSlash(target.path);
  if (segment !== undefined && methodsAt({ ...target, path: target.path.slice(0, -1) }).length > 0)
    return redirect(`../${encodeURIComponent(decoded(segment))}${query ? `?${printable(query)}` : ''}`);
  throw refusalOf(requestContext.http.method, rawPath, target);
}

/**
 * Refuses an unknown path with a 404, and a known one with a 405 that names its methods (RFC 9110, 15.5.6). The
 * gateway sends a method that a path has to its route: otherwise that path was not asked for.
 */
function refusalOf(method: string, path: string, target: Target): ApiError {
  const methods = methodsAt(target);
  if (methods.length === 0 || methods.includes(method)) return routeNotFound(method, path);
  return methodNotAllowed(method, path, [...methods, 'OPTIONS'].join(', '));
}

/**
 * The gateway's own domain begins with the id of the API, and has no base path. Another one may have base paths, which
 * an event does not contain.
 */
function targetOf({ rawPath, requestContext }: APIGatewayProxyEventV2): Target {
  const { apiId, domainName = '', domainPrefix, stage = '$default' } = requestContext;
  const isOfStage = stage !== '$default' && `${rawPath}/`.startsWith(`/${stage}/`);
  return {
    path: isOfStage ? rawPath.slice(stage.length + 1) || '/' : rawPath,
    mayHaveBase: domainName.includes('.') && domainPrefix !== apiId,
  };
}

/** Returns the last segment of a path that ends with a slash. To a client `..` is not a segment, but another path. */
const segmentBeforeSlash = (path: string): string | undefined => /\/(?!\.{1,2}\/)([^/]+)\/$/.exec(path)?.[1];

/** Decodes a segment, if it is percent-encoded: gateways differ in whether they decode a path. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Encodes whatever of a query is not printable ASCII, which a header cannot contain. */
const printable = (query: string) => query.replaceAll(/[^!-~]+/g, encodeURIComponent);

/** Returns the methods of the route at a target: with a base path, of the longest route that the path ends with. */
function methodsAt({ path, mayHaveBase }: Target): string[] {
  const matching = routes.filter(([, pattern]) => routePattern(pattern, mayHaveBase).test(path));
  const longest = Math.max(...matching.map(([, pattern]) => lengthOf(pattern)));
  return [
    ...new Set(matching.filter(([, pattern]) => lengthOf(pattern) === longest).map(([method]) => method)),
  ];
}

const lengthOf = (pattern: string) => pattern.split('/').length;
