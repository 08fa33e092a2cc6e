import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ensureDocumented, operationOf } from '../documents/document.ts';
import { TRANSPORT } from './client.ts';
import { type Answer, answerOf } from './invoke.ts';
import { jsonIn, tokenHeader } from './token.ts';

/**
 * Sends a path, headers and bytes as they are, unlike fetch. Headers by name get a token where access control is on. The
 * document must describe the answer.
 */
export async function sendRaw(
  method: string,
  path: string,
  headers: OutgoingHttpHeaders | string[] = {},
  body?: Uint8Array,
): Promise<Answer> {
  const { hostname, port, origin } = new URL(String(process.env.TEST_URL));
  const token = await tokenHeader({ method, path, body: jsonIn(body), headers });
  const all = Array.isArray(headers) ? headers : { ...token, ...headers };
  const sent = request({ hostname, port, path, method, headers: all }).end(body);
  const [response] = await once(sent, 'response');
  const answer = answerOf(response.statusCode, response.headers, (await text(response)) || undefined);
  ensureDocumented(operationOf(method, `${origin}${path}`), answer, { method, transport: TRANSPORT });
  return answer;
}

/** Sends bytes over a connection, and returns all bytes of the answer. */
export async function sendBytes(bytes: string, url = String(process.env.TEST_URL)): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}
