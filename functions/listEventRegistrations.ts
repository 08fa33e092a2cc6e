import validate from '#build/validators/listEventRegistrations.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withTypes } from '../lib/handlers/withTypes.ts';
import { listedAs } from '../lib/http/csv.ts';
import { listEventRegistrations } from '../lib/registrations/listEventRegistrations.ts';
import { REGISTRATION_FIELDS } from '../schemas/lists.ts';

export const handler = guardedEndpoint(withTypes(validate), async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventRegistrations(path.eventId, query), {
    filename: `${path.eventId}-registrations.csv`,
    columns: REGISTRATION_FIELDS,
  }),
);
