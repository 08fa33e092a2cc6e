import validate from '#build/validators/undoCheckIn.js';
import { undoCheckIn } from '../lib/checkIn.ts';
import { endpoint } from '../lib/endpoint.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) =>
  ok(await undoCheckIn(path.eventId, path.userId)),
);
