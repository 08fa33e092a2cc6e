import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';

const BEGUN = 'http.client.request.created';
const ENDED = ['http.client.response.finish', 'http.client.request.error'];

/**
 * Runs `work`, and returns once none of the calls to the server at this URL is under way. A request that failed may leave
 * others behind that it made at the same time. Without the server they would be tried again and again.
 */
export async function withCallsEnded<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const { host } = new URL(url);
  const underWay = new Set<ClientRequest>();
  let notice = () => {};
  const begun = (message: unknown) => {
    const { request } = message as { request: ClientRequest };
    if (request.getHeader('host') === host) underWay.add(request);
  };
  const ended = (message: unknown) => {
    underWay.delete((message as { request: ClientRequest }).request);
    notice();
  };
  subscribe(BEGUN, begun);
  for (const channel of ENDED) subscribe(channel, ended);
  try {
    return await work();
  } finally {
    // A call that was answered may be followed by one that waited for its turn.
    for (let turns = 0; turns < 5; turns += 1) {
      while (underWay.size > 0) {
        await new Promise<void>(resolve => {
          notice = resolve;
        });
      }
      await setImmediate();
    }
    unsubscribe(BEGUN, begun);
    for (const channel of ENDED) unsubscribe(channel, ended);
  }
}
