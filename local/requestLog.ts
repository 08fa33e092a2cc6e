type Request = {
  method: string;
  raw: { req: { url?: string } };
  info: { received: number; completed: number };
  response: {
    statusCode?: number;
    output?: { statusCode: number };
    source?: unknown;
    headers?: Record<string, string | undefined>;
  } | null;
};

/** serverless-offline has hapi as its HTTP server. Only this part of it is used to see answered requests. */
export type RequestEvents = {
  events: { on: (name: 'response', listener: (request: Request) => void) => void };
};

/**
 * Prints one line for each request: method, path, status, and duration in milliseconds. The line of a problem ends with
 * its requestId.
 */
export function logRequests({ events }: RequestEvents, print: (line: string) => void): void {
  events.on('response', ({ method, raw, info, response }) => {
    const status = response?.output?.statusCode ?? response?.statusCode ?? 'aborted';
    const durationMs = info.completed - info.received;
    print(
      [method.toUpperCase(), withoutSecret(raw.req.url), status, durationMs, 'ms', ...idOf(response)].join(
        ' ',
      ),
    );
  });
}

/** Returns the requestId of a problem. */
const idOf = (response: Request['response']): string[] =>
  response?.headers?.['content-type'] === 'application/problem+json'
    ? [JSON.parse(String(response.source)).requestId]
    : [];

/** The secret of a calendar feed opens the calendar to whoever reads the log, whatever way its name is written. */
export function withoutSecret(url = ''): string {
  const [path = '', ...query] = url.split('?');
  const pairs = query.join('?').split('&');
  const printed = pairs.map(pair => (isSecret(pair) ? `${pair.split('=')[0]}=…` : pair));
  return query.length > 0 ? `${path}?${printed.join('&')}` : path;
}

const isSecret = (pair: string): boolean =>
  [...new URLSearchParams(pair).keys()].some(name => name.toLowerCase().includes('token'));
