import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import routes from '#build/routes.js';
import type { ApiError } from '../core/errors.ts';
import { methodNotAllowed, routeNotFound } from '../core/refusals.ts';
import { type Reply, redirect } from './reply.ts';

/** Where a request went: the path behind the stage, and whether the base path of a domain may come before it. */
type Place = { path: string; mayHaveBase: boolean };

/**
 * What a request that no route takes is answered: where to go, when its path is a route but for a slash at the end.
 * @throws ApiError ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED
 */
export function answerUnrouted(event: APIGatewayProxyEventV2): Reply {
  const { rawPath, rawQueryString: query, requestContext } = event;
  const place = placeOf(event);
  const segment = segmentBeforeSlash(place.path);
  if (segment !== undefined && methodsAt({ ...place, path: place.path.slice(0, -1) }).length > 0)
    return redirect(`../${encodeURIComponent(decoded(segment))}${query ? `?${printable(query)}` : ''}`);
  throw noSuchRoute(requestContext.http.method, rawPath, place);
}

/**
 * A 404 for an unknown path; for a known one, a 405 that names the methods it has (RFC 9110, 15.5.6). The gateway would
 * have sent a method that the path has to its route: when it did not, that path is not what was asked for.
 */
export function noSuchRoute(
  method: string,
  path: string,
  place: Place = { path, mayHaveBase: false },
): ApiError {
  const methods = methodsAt(place);
  if (methods.length === 0 || methods.includes(method)) return routeNotFound(method, path);
  return methodNotAllowed(method, path, [...methods, 'OPTIONS'].join(', '));
}

/**
 * The gateway's own domain begins with the id of the API, and has no base paths. Any other one may have some, of which
 * an event says nothing.
 */
function placeOf({ rawPath, requestContext }: APIGatewayProxyEventV2): Place {
  const { apiId, domainName = '', domainPrefix, stage = '$default' } = requestContext;
  const isOfStage = stage !== '$default' && `${rawPath}/`.startsWith(`/${stage}/`);
  return {
    path: isOfStage ? rawPath.slice(stage.length + 1) || '/' : rawPath,
    mayHaveBase: domainName.includes('.') && domainPrefix !== apiId,
  };
}

/** The last segment of a path that has a slash behind it. To a client `..` is none, but another path. */
const segmentBeforeSlash = (path: string): string | undefined => /\/(?!\.{1,2}\/)([^/]+)\/$/.exec(path)?.[1];

/** A segment as it was before it was percent-encoded. Gateways differ in whether they decode a path. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A query as it was sent, of which a header takes what is printable ASCII. */
const printable = (query: string) => query.replaceAll(/[^!-~]+/g, encodeURIComponent);

/** The methods of the route at a place: with a base path, of the longest route that the path ends with. */
function methodsAt({ path, mayHaveBase }: Place): string[] {
  const matching = routes.filter(([, pattern]) => isMatch(pattern, path, mayHaveBase));
  const longest = Math.max(...matching.map(([, pattern]) => lengthOf(pattern)));
  return [
    ...new Set(matching.filter(([, pattern]) => lengthOf(pattern) === longest).map(([method]) => method)),
  ];
}

const lengthOf = (pattern: string) => pattern.split('/').length;

const isMatch = (pattern: string, path: string, mayHaveBase: boolean): boolean =>
  patternOf(pattern, mayHaveBase).test(path);

/** What the paths of a route match, behind the base path that a domain may have. */
export function patternOf(route: string, mayHaveBase: boolean): RegExp {
  const base = mayHaveBase ? '(?:/[^/]+)*' : '';
  return new RegExp(`^${base}${route.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
