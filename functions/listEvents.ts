import validate from '#build/validators/listEvents.js';
import { endpoint } from '../lib/endpoint.ts';
import { listEvents } from '../lib/eventList.ts';
import { listed } from '../lib/reply.ts';

export const handler = endpoint(validate, async ({ query }) => listed(await listEvents(query)));
