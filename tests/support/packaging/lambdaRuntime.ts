/** A program that stands for Lambda's runtime: it loads a bundle, and calls its handler as often as it is told to. */

/** What the runtime is told: to call the handler with an event, or how far its clock is ahead. */
export type Order = { id: number } & ({ event: unknown; timeoutMs: number } | { aheadMs: number });

/** Its answer to an order, or the error that the handler threw. */
export type Report = { id: number; result?: unknown; error?: string };

const [bundle = '', exported = '', functionName = '', origins = '{}'] = process.argv.slice(2);

const tell = (report: Report) => process.send?.(report);

// However slow the machine is, no limit of time is met: a second takes ten in this process.
const SLOWNESS = 10;
let ahead = 0;
const machineNow = performance.now.bind(performance);
performance.now = () => machineNow() / SLOWNESS + ahead;
const machineTimeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = milliseconds => machineTimeout(milliseconds * SLOWNESS);

// There is no internet in tests.
const fetchFromInternet = fetch;
globalThis.fetch = (address, init) => {
  const url = new URL(String(address));
  const { [url.origin]: standIn = url.origin } = JSON.parse(origins);
  return fetchFromInternet(new URL(url.pathname + url.search, standIn), init);
};

const { [exported]: handler } = await import(bundle);

process.on('message', async (order: Order) => {
  const { id } = order;
  if ('aheadMs' in order) {
    ahead = order.aheadMs;
    return tell({ id });
  }
  const deadline = performance.now() + order.timeoutMs;
  const context = {
    functionName,
    awsRequestId: `request-${id}`,
    getRemainingTimeInMillis: () => deadline - performance.now(),
  };
  try {
    tell({ id, result: await handler(order.event, context) });
  } catch (error) {
    tell({ id, error: String((error as Error).stack) });
  }
});
process.on('disconnect', () => process.exit());
tell({ id: 0 });
