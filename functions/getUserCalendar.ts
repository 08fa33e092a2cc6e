import validate from '#build/validators/getUserCalendar.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { calendar } from '../lib/http/reply.ts';
import { getUserCalendar } from '../lib/users/getUserCalendar.ts';

export const handler = guardedEndpoint(validate, async ({ path }) =>
  calendar(await getUserCalendar(path.userId)),
);
