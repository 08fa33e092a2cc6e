import validate from '#build/validators/unregisterFromEvent.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { unregister } from '../lib/registrations/unregister.ts';

const MESSAGES = {
  registered: 'Successfully unregistered from event',
  waitlisted: 'Successfully removed from waitlist',
};

export const handler = guardedEndpoint(validate, async ({ path, access }) => {
  const { left, promotedUser } = await unregister(path.eventId, path.userId, access.findSight);
  // The id of another person is nobody's business.
  const isTold = promotedUser !== undefined && (await access.isKnownAs('owner', 'admin'));
  return ok({ message: MESSAGES[left], ...(isTold && { promotedUser }) });
});
