import routes from '#build/routes.js';
import { ApiError } from './errors.ts';

const isMatch = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

/** A 404 for an unknown path; for a known one, a 405 that names the methods it has (RFC 9110, 15.5.6). */
export function noSuchRoute(method: string, path: string): ApiError {
  const methods = routes.filter(([, pattern]) => isMatch(pattern, path)).map(([known]) => known);
  if (methods.length === 0) return new ApiError('ROUTE_NOT_FOUND', `There is no route ${method} ${path}`);
  const Allow = [...new Set(methods), 'OPTIONS'].join(', ');
  return new ApiError('METHOD_NOT_ALLOWED', `${path} does not take ${method}, only ${Allow}`, {
    headers: { Allow },
  });
}
