import validate from '#build/validators/getEventAvailability.js';
import { getEventAvailability } from '../lib/events/getEventAvailability.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { findSightOf } from '../lib/handlers/sight.ts';
import { weakTagOf } from '../lib/http/etag.ts';
import { polled } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ headers, path }, event) => {
  const { availability, isForAnybody } = await getEventAvailability(path.eventId, findSightOf(event));
  const { asOf: _, ...numbers } = availability;
  return polled(availability, weakTagOf(numbers), headers['if-none-match'], isForAnybody);
});
