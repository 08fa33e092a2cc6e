import validate from '#build/validators/getEventCalendar.js';
import { eventCalendar } from '../lib/calendar.ts';
import { endpoint } from '../lib/endpoint.ts';
import { calendar } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => calendar(await eventCalendar(path.eventId)));
