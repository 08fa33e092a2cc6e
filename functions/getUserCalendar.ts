import validate from '#build/validators/getUserCalendar.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { calendar } from '../lib/http/reply.ts';
import { getUserCalendar } from '../lib/users/getUserCalendar.ts';

export const handler = endpoint(validate, async ({ path }) => calendar(await getUserCalendar(path.userId)));
