import validate from '#build/validators/listEventRegistrations.js';
import { REGISTRATION_COLUMNS } from '../lib/answers/registrationAnswer.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { listedAs } from '../lib/http/csv.ts';
import { listEventRegistrations } from '../lib/registrations/listEventRegistrations.ts';

export const handler = guardedEndpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventRegistrations(path.eventId, query), {
    filename: `${path.eventId}-registrations.csv`,
    columns: REGISTRATION_COLUMNS,
  }),
);
