import { makeEvent, makeUsers, read, register, type Step, update } from '../script.ts';

const path = '/events/left/availability';

const held = (tag: string): Partial<Step> => ({ headers: { 'If-None-Match': tag } });

/** Polls how many seats are left. */
export const availability: Step[] = [
  makeEvent('left', { capacity: 1, hasWaitlist: true }),
  ...makeUsers('left-ada', 'left-ben'),
  ...read(path),
  ...read(path, held('{etag}')),
  ...register('left', 'left-ada'),
  { ask: `GET ${path}`, ...held('{etag}') },
  ...register('left', 'left-ben'),
  ...read(path),
  ...read(path, held('"other", {etag}')),
  ...read(path, held('*')),
  ...read(path, held('other')),
  ...read(path, held(`"${'x'.repeat(8200)}"`)),
  update('left', { status: 'cancelled' }),
  ...read(path),
  ...read(`${path}?unknown=1`),
  ...read('/events/left-missing/availability', held('*')),
  ...read('/events/no%20id/availability'),
  { ask: `POST ${path}`, body: {} },
  { ask: `GET ${path}/` },
  { ask: 'DELETE /events/left' },
  ...read(path, held('{etag}')),
];
