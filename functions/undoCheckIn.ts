import validate from '#build/validators/undoCheckIn.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { undoCheckIn } from '../lib/registrations/undoCheckIn.ts';

export const handler = guardedEndpoint(validate, async ({ path, access }) =>
  ok(await undoCheckIn(path.eventId, path.userId, access.findSight)),
);
