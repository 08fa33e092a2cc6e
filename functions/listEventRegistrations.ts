import validate from '#build/validators/listEventRegistrations.js';
import { REGISTRATION_COLUMNS } from '../lib/answers/registrationAnswer.ts';
import { listedAs } from '../lib/csv.ts';
import { endpoint } from '../lib/endpoint.ts';
import { listEventRegistrations } from '../lib/registrationLists.ts';

export const handler = endpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventRegistrations(path.eventId, query), {
    filename: `${path.eventId}-registrations.csv`,
    columns: REGISTRATION_COLUMNS,
  }),
);
