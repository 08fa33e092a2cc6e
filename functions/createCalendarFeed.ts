import validate from '#build/validators/createCalendarFeed.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { created } from '../lib/http/reply.ts';
import { createCalendarFeed } from '../lib/users/createCalendarFeed.ts';

export const handler = guardedEndpoint(validate, async ({ path: { userId } }) => {
  const secret = await createCalendarFeed(userId);
  return created({ url: `../${userId}/calendar.ics?token=${secret}` }, false);
});
