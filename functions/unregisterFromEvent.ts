import validate from '#build/validators/unregisterFromEvent.js';
import { bestEffort } from '../lib/core/bestEffort.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { unregister } from '../lib/registrations/unregister.ts';

const MESSAGES = {
  registered: 'Successfully unregistered from event',
  waitlisted: 'Successfully removed from waitlist',
};

export const handler = guardedEndpoint(validate, async ({ path, access }) => {
  const { left, promotedUser } = await unregister(path.eventId, path.userId);
  // The id of another person is nobody's business. The person has left, whether it can be told or not.
  const isTold = promotedUser !== undefined && (await bestEffort(() => access.isOneOf('owner', 'admin')));
  return ok({ message: MESSAGES[left], ...(isTold && { promotedUser }) });
});
