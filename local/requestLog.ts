type Request = {
  method: string;
  raw: { req: { url?: string } };
  info: { received: number; completed: number };
  response: { statusCode?: number; output?: { statusCode: number } } | null;
};

/** serverless-offline has hapi as its HTTP server. Only this part of it is used to see answered requests. */
export type RequestEvents = {
  events: { on: (name: 'response', listener: (request: Request) => void) => void };
};

/** Prints one line for each request: method, path, status, and duration in milliseconds. */
export function logRequests({ events }: RequestEvents, print: (line: string) => void): void {
  events.on('response', ({ method, raw, info, response }) => {
    const status = response?.output?.statusCode ?? response?.statusCode ?? 'aborted';
    print(
      `${method.toUpperCase()} ${withoutSecret(raw.req.url)} ${status} ${info.completed - info.received} ms`,
    );
  });
}

/** The secret of a calendar feed opens the calendar to whoever reads the log, whatever way its name is written. */
export function withoutSecret(url = ''): string {
  const [path = '', ...query] = url.split('?');
  const pairs = query.join('?').split('&');
  const printed = pairs.map(pair => (isSecret(pair) ? `${pair.split('=')[0]}=…` : pair));
  return query.length > 0 ? `${path}?${printed.join('&')}` : path;
}

const isSecret = (pair: string): boolean =>
  [...new URLSearchParams(pair).keys()].some(name => name.toLowerCase().includes('token'));
