import validate from '#build/validators/getUserCalendar.js';
import { userCalendar } from '../lib/calendar.ts';
import { endpoint } from '../lib/endpoint.ts';
import { calendar } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => calendar(await userCalendar(path.userId)));
