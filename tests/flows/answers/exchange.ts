import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Step } from './script.ts';

/** An answer is kept as it came: the names of its headers have the letters that were sent. */
export type Answer = { status: number; headers: [name: string, value: string][]; text: string };

export type Exchange = { request: string; answer: Answer; hidesBody: boolean };

export const headerOf = ({ headers }: Answer, name: string): string | undefined =>
  headers.find(([own]) => own.toLowerCase() === name)?.[1];

/** Sends the request of a step, with its path, its headers and its bytes as they are. */
export async function exchange(step: Step, filled: (text: string) => string): Promise<Exchange> {
  const [method = '', path = ''] = filled(step.ask).split(/ (.*)/s);
  const headers = Object.entries(step.headers ?? {}).map(([name, value]) => [name, filled(value)]);
  const { hostname, port } = new URL(String(process.env.TEST_URL));
  const body = bytesOf(step);
  const sent = request({
    hostname,
    port,
    path,
    method,
    headers: { ...(body && ofBody(body)), ...Object.fromEntries(headers) },
  }).end(body);
  const [response] = await once(sent, 'response');
  const answer = {
    status: response.statusCode,
    headers: pairsOf(response.rawHeaders),
    text: await text(response),
  };
  return { request: `${method} ${path}`, answer, hidesBody: step.hidesBody ?? false };
}

function bytesOf({ body }: Step): Uint8Array | undefined {
  if (body === undefined || body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Node leaves the length out with methods that seldom have a body. */
const ofBody = (body: Uint8Array) => ({ 'Content-Type': 'application/json', 'Content-Length': body.length });

const pairsOf = (rawHeaders: string[]): Answer['headers'] =>
  rawHeaders.flatMap((name, index): Answer['headers'] =>
    index % 2 === 0 ? [[name, String(rawHeaders[index + 1])]] : [],
  );
