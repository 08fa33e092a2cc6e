type Request = {
  method: string;
  raw: { req: { url?: string } };
  info: { received: number; completed: number };
  response: { statusCode?: number; output?: { statusCode: number } } | null;
};

/** What is used of hapi, the HTTP server inside serverless-offline, to see each request when it has been answered. */
export type RequestEvents = {
  events: { on: (name: 'response', listener: (request: Request) => void) => void };
};

/** Has one line printed for each request: method, path, status, and how many milliseconds it took. */
export function logRequests({ events }: RequestEvents, print: (line: string) => void): void {
  events.on('response', ({ method, raw, info, response }) => {
    const status = response?.output?.statusCode ?? response?.statusCode ?? 'aborted';
    print(`${method.toUpperCase()} ${raw.req.url} ${status} ${info.completed - info.received} ms`);
  });
}
