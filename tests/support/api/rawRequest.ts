import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ensureDocumented, operationOf } from '../documents/document.ts';
import { TRANSPORT } from './client.ts';
import { type Answer, answerOf } from './invoke.ts';

/** Sends what fetch would not: a path, headers and bytes as they are. The document must tell of the answer too. */
export async function sendRaw(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders | string[] = {},
  body?: Uint8Array,
): Promise<Answer> {
  const { hostname, port, origin } = new URL(String(process.env.TEST_URL));
  const sent = request({ hostname, port, path, method, headers }).end(body);
  const [response] = await once(sent, 'response');
  const answer = answerOf(response.statusCode, response.headers, (await text(response)) || undefined);
  ensureDocumented(operationOf(method, `${origin}${path}`), answer, { method, transport: TRANSPORT });
  return answer;
}

/** Sends these bytes down a connection, and returns what comes back until it ends. */
export async function sendBytes(bytes: string): Promise<string> {
  const { hostname, port } = new URL(String(process.env.TEST_URL));
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}
