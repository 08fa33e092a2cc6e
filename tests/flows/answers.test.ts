import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import routes from '#build/routes.js';
import { ERRORS } from '../../lib/core/errors.ts';
import { root } from '../support/servers/commands.ts';
import { play } from './answers/play.ts';
import { recordingOf } from './answers/recording.ts';
import { scripts } from './answers/scripts/all.ts';

const isRecording = Boolean(process.env.RECORD_ANSWERS);

const fileOf = (name: string) => join(root, 'tests/flows/answers/recorded', `${name}.json`);

type Recorded = { request: string; body?: { code?: string } };

const recorded = (): Recorded[] =>
  Object.keys(scripts).flatMap(name => JSON.parse(readFileSync(fileOf(name), 'utf8')));

test.each(Object.entries(scripts))('the answers of %s are those of the recording', async (name, script) => {
  const recording = recordingOf(await play(script));
  if (isRecording) writeFileSync(fileOf(name), recording);
  expect(recording).toBe(readFileSync(fileOf(name), 'utf8'));
});

test('every route has recorded answers', () => {
  const requests = recorded().map(({ request }) => request.replace(/\?.*$/s, ''));
  const isAsked = ([method, path]: string[]) => {
    const pattern = new RegExp(`^${method} ${path?.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return requests.some(request => pattern.test(request));
  };
  expect(routes.filter(route => !isAsked(route))).toEqual([]);
});

/** A request alone cannot lead to these errors, or not without access control. */
const NOT_HERE = ['UNAUTHENTICATED', 'FORBIDDEN', 'USER_ID_RETIRED', 'INTERNAL_ERROR', 'TRY_AGAIN'];

test('every error that a request can lead to is recorded', () => {
  const codes = new Set(recorded().map(({ body }) => body?.code));
  const missing = Object.keys(ERRORS).filter(code => !codes.has(code));
  expect(missing).toEqual(NOT_HERE);
});
