import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Caller, Cancellation } from './caller.ts';
import { type AwsCall, neededFor } from './neededPermissions.ts';

/** What answers the calls of each service of AWS, by the name that signatures have for it. */
export type Upstreams = Record<string, string>;

/** A signature names the key of its caller, and the service. */
const CREDENTIAL = /Credential=([\w-]+)\/\d{8}\/[\w-]+\/([\w-]+)\/aws4_request/;

/**
 * Stands for AWS. The key with which a call is signed is the name of the function that sends it. A call that its policy
 * does not allow is refused, as AWS does, and the others are forwarded.
 */
export class PolicyProxy {
  readonly #callers = new Map<string, { caller: Caller; upstreams: Upstreams }>();
  readonly #failures: unknown[] = [];
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(error => {
      // Nobody waits for the answer to a process that has ended.
      if (!response.destroyed) this.#failures.push(error);
      response.destroy();
    });
  });

  /** Returns its address. */
  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From here on the calls of a function are judged, and answered by these. */
  admit(caller: Caller, upstreams: Upstreams): void {
    this.#callers.set(caller.name, { caller, upstreams });
  }

  /** @throws Error when a call could not be judged, or not be forwarded */
  ensureUnderstood(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const call = callIn(request, body);
    const admitted = this.#callers.get(call.caller);
    if (!admitted) throw new Error(`There is no function ${call.caller}`);
    const { caller, upstreams } = admitted;
    if (!caller.may(neededFor(call))) return refuse(response, 'AccessDeniedException');
    const isTransaction = call.operation === 'TransactWriteItems';
    const happened = isTransaction ? await caller.meanwhile.shift()?.() : undefined;
    if (happened instanceof Cancellation) return cancel(response, happened, call);
    await forward(request, body, response, upstreams[call.service]);
  }
}

function callIn({ headers, url = '' }: IncomingMessage, body: Buffer): AwsCall {
  const [, caller = '', service = ''] = CREDENTIAL.exec(String(headers.authorization)) ?? [];
  const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
  return { caller, service, operation, path: url, body: body.toString() };
}

function refuse(response: ServerResponse, exception: string, fields: object = {}): void {
  response
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': exception })
    .end(JSON.stringify({ __type: exception, message: 'Refused for a test', ...fields }));
}

function cancel(response: ServerResponse, { reasons }: Cancellation, { body }: AwsCall): void {
  const { TransactItems } = JSON.parse(body);
  const CancellationReasons = TransactItems.map((_: object, n: number) => ({ Code: reasons[n] ?? 'None' }));
  refuse(response, 'TransactionCanceledException', { CancellationReasons });
}

/** Sends a request on as it came, and its answer back. */
async function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  upstream: string | undefined,
): Promise<void> {
  if (!upstream) throw new Error(`Nobody answers ${method} ${url}`);
  const forwarded = send(new URL(String(url), upstream), { method, headers }).end(body);
  const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
  response.writeHead(Number(answer.statusCode), answer.headers);
  await pipeline(answer, response);
}
