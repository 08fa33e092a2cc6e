import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from '../../local/localError.ts';

/** An answer, or the code of an error where there was none. `next` is the address of the next page of a list. */
export type Reply = {
  status: number | string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  body: any;
  next: string | undefined;
};

/** API Gateway gives up after 30 seconds. */
const MAX_ANSWER_MS = 35_000;

/** What prepares a drop, and what removes it, is tried again, since it is not what is measured. */
const MAX_TRIES = 6;
const PAUSE_MS = 1000;

type FetchError = { name: string; cause?: { code?: string; message?: string } };

export type Api = ReturnType<typeof apiAt>;

/** Makes a client of the service at a URL that ends with a slash. */
export function apiAt(url: string, headers: Record<string, string>) {
  /** Sends a request once. `path` has no slash at its start, or is a whole address. */
  async function send(method: string, path: string, body?: object): Promise<Reply> {
    const address = new URL(path, url);
    try {
      const response = await fetch(address, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(MAX_ANSWER_MS),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const [, link] = /<([^>]*)>; rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
      const next = link && new URL(link, address).href;
      return { status: response.status, body: isJson && text ? JSON.parse(text) : text, next };
    } catch (error) {
      return { status: codeOf(error as FetchError), body: undefined, next: undefined };
    }
  }

  /**
   * Sends a request until one of the statuses is answered.
   * @throws LocalError when another one is, or when the service is not there or busy for too long
   */
  async function ensure(statuses: number[], method: string, path: string, body?: object): Promise<Reply> {
    for (let tries = 1; ; tries += 1) {
      const reply = await send(method, path, body);
      if (statuses.includes(Number(reply.status))) return reply;
      const mayPass = typeof reply.status === 'string' || reply.status === 429 || reply.status >= 500;
      if (!mayPass || tries === MAX_TRIES) throw new LocalError(refusalOf(method, new URL(path, url), reply));
      await sleep(PAUSE_MS);
    }
  }

  /** @throws LocalError when no such service is there */
  async function ensureThere(): Promise<void> {
    const { status } = await send('GET', 'health');
    if (status !== 200)
      throw new LocalError(`No healthy service answers at ${url}: GET health led to ${status}.`);
  }

  return { send, ensure, ensureThere };
}

/** The error of `fetch` names the error of the network as its cause. */
const codeOf = ({ name, cause }: FetchError): string => cause?.code ?? cause?.message ?? name;

function refusalOf(method: string, address: URL, { status, body }: Reply): string {
  const detail = body?.detail ?? body?.message;
  return `${method} ${address} was answered with ${status}${detail ? `: ${detail}` : ''}.`;
}
