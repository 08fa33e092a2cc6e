import validate from '#build/validators/undoCheckIn.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { undoCheckIn } from '../lib/registrations/undoCheckIn.ts';

export const handler = endpoint(validate, async ({ path }) =>
  ok(await undoCheckIn(path.eventId, path.userId)),
);
