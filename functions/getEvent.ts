import validate from '#build/validators/getEvent.js';
import { endpoint } from '../lib/endpoint.ts';
import { getEvent } from '../lib/events.ts';
import { ok } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ path }) => ok(await getEvent(path.eventId)));
