import validate from '#build/validators/getEventCalendar.js';
import { getEventCalendar } from '../lib/events/getEventCalendar.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { findSightOf } from '../lib/handlers/sight.ts';
import { calendar } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ path }, event) =>
  calendar(await getEventCalendar(path.eventId, findSightOf(event))),
);
