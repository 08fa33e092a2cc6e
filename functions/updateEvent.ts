import validate from '#build/validators/updateEvent.js';
import { updateEvent } from '../lib/events/updateEvent.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { withTimes } from '../lib/handlers/withTimes.ts';
import { tagHeaders, tagsIn } from '../lib/http/etag.ts';
import { ok } from '../lib/http/reply.ts';

export const handler = guardedEndpoint(
  withTimes(withBody(validate)),
  async ({ headers, path, body, access }) => {
    const tags = tagsIn(headers['if-match']);
    const { event, entityTag } = await updateEvent(path.eventId, body, { tags, ownerId: access.ownerId });
    return ok(event, tagHeaders(entityTag));
  },
);
