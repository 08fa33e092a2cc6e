import { isPortFree } from '../../../local/ports.ts';
import { type Run, remains } from './npmStart.ts';
import { until } from './processes.ts';

/** Sends a request to a run, and reads the JSON of its answer. */
export const call = async ({ url }: Run, path: string, init?: RequestInit) => {
  const response = await fetch(url + path, init);
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.json() };
};

export const post = (body: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body,
});

/** Every process of the run ends, and its ports become free. */
export async function expectAllStopped(run: Run): Promise<void> {
  await until(() => remains(run).length === 0);
  expect(await isPortFree(run.httpPort)).toBe(true);
  expect(await isPortFree(run.databasePort)).toBe(true);
  expect(await isPortFree(run.issuerPort)).toBe(true);
}

/** The line about a request ends with the id of a problem. */
const REQUEST = /^[A-Z]+ \/\S* \d{3} \d+ ms(?: [\da-f-]{36})?$/gm;

/** The printed lines about requests. */
export const requestsIn = (printed: string) => printed.match(REQUEST) ?? [];

/** The printed text without the lines about requests. */
export const besideRequests = (printed: string) => printed.replaceAll(REQUEST, '').trim();
