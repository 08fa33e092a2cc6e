import { gzipSync } from 'node:zlib';
import { makeUser, type Step } from '../script.ts';

const ask = 'POST /users';

const typed = (type: string) => ({ 'Content-Type': type });

const post = (body: object | string, headers: Record<string, string> = {}): Step => ({ ask, body, headers });

const latin1 = Buffer.from('{"name":"José"}', 'latin1');

/** These are the operations that read a body. */
const readers = ['POST /events', 'PUT /events/bodies', 'POST /users', 'POST /events/bodies/registrations'];

/** Sends bodies that are refused or taken before anything in them is looked at. */
export const bodies: Step[] = [
  ...readers.flatMap(reader => [
    { ask: reader },
    { ask: reader, body: '{' },
    { ask: reader, body: '[]' },
    { ask: reader, body: '{}', headers: typed('text/plain') },
  ]),
  post('null'),
  post('"text"'),
  post('1'),
  post(' '),
  post('{"name":"Ada",}'),
  post(latin1),
  post(latin1, typed('application/json; charset=ISO-8859-1')),
  post(gzipSync('{"name":"Ada"}'), { 'Content-Encoding': 'gzip' }),
  post(Buffer.from('{"name":"Ada"}'), { 'Content-Encoding': 'br' }),
  post('{"name":"Ada"}', { 'Content-Encoding': 'identity' }),
  post('{"name":"Ada"}', typed('')),
  post('{"name":"Ada"}', typed('application/problem+json')),
  post('{"name":"Ada"}', typed('not a type')),
  post('{"name":"Ada"}', typed('application/JSON; charset="UTF-8"')),
  post('\uFEFF{"name":"Ada"}'),
  post(`{"name":"Ada","more":"${'x'.repeat(64 * 1024)}"}`),
  post('{"name":"Ada","__proto__":{"a":1},"constructor":{"prototype":1}}'),
  post('{"name":"Ada","name":"Ben"}'),
  post({ name: 'José 🎉 \uFFFD' }),
  { ...makeUser('bodies'), headers: typed('application/json') },
  { ask: 'DELETE /users/bodies', body: 'not read', headers: typed('text/plain') },
];
