import validate from '#build/validators/createEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { createEvent } from '../lib/events.ts';
import { created } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ body }) => {
  const event = await createEvent(body);
  return created(event, `/events/${event.eventId}`);
});
