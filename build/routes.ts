/** These are the functions of serverless.yml, by their keys. */
export type Functions = Record<string, { events: { httpApi?: string }[] }>;

/** A route of serverless.yml: its method, its path, and the key of its function. */
export type Route = string[];

export const routesOf = (functions: Functions): Route[] =>
  Object.entries(functions).flatMap(([key, { events }]) =>
    events.flatMap(({ httpApi }) => (httpApi && httpApi !== '*' ? [[...httpApi.split(' '), key]] : [])),
  );
