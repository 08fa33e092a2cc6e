/** Makes the pattern that the paths of a route match, behind the base path that a domain may have. */
export function routePattern(route: string, mayHaveBase: boolean): RegExp {
  const base = mayHaveBase ? '(?:/[^/]+)*' : '';
  return new RegExp(`^${base}${route.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}
