import validate from '#build/validators/getEventCalendar.js';
import { eventCalendar } from '../lib/answers/calendar.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { calendar } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ path }) => calendar(await eventCalendar(path.eventId)));
