import validate from '#build/validators/getEventAvailability.js';
import { getEventAvailability } from '../lib/events/getEventAvailability.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { weakTagOf } from '../lib/http/etag.ts';
import { polled } from '../lib/http/reply.ts';

export const handler = endpoint(validate, async ({ headers, path }) => {
  const { asOf, ...numbers } = await getEventAvailability(path.eventId);
  return polled({ ...numbers, asOf }, weakTagOf(numbers), headers['if-none-match']);
});
