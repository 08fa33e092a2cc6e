import validate from '#build/validators/createCalendarFeed.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { created } from '../lib/http/reply.ts';
import { closeCalendarFeed, createCalendarFeed } from '../lib/users/createCalendarFeed.ts';

export const handler = guardedEndpoint(validate, async ({ path: { userId }, access }) => {
  const address = `../${userId}/calendar.ics`;
  if (access.kind === 'caller') {
    return created({ url: `${address}?token=${await createCalendarFeed(userId)}` }, false);
  }
  // Anybody may read the calendar now, and a secret that anybody got would stay one when access control is turned on.
  await closeCalendarFeed(userId);
  return created({ url: address }, false);
});
