import validate from '#build/validators/unregisterFromEvent.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { ok } from '../lib/http/reply.ts';
import { unregister } from '../lib/registrations/unregister.ts';

const MESSAGES = {
  registered: 'Successfully unregistered from event',
  waitlisted: 'Successfully removed from waitlist',
};

export const handler = endpoint(validate, async ({ path }) => {
  const { left, promotedUser } = await unregister(path.eventId, path.userId);
  return ok({ message: MESSAGES[left], promotedUser });
});
