import validate from '#build/validators/listEventRegistrations.js';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withTypes } from '../lib/handlers/withTypes.ts';
import { isCsv, listedAs } from '../lib/http/csv.ts';
import { listEventRegistrations } from '../lib/registrations/listEventRegistrations.ts';
import { registrationTable } from '../lib/registrations/registrationTable.ts';

export const handler = guardedEndpoint(withTypes(validate), async ({ headers, path, query, access }) => {
  const { page, questions } = await listEventRegistrations(path.eventId, query, {
    findSight: access.findSight,
    mayReadAnswers: () => access.isOneOf('owner', 'admin'),
    needsQuestions: isCsv(headers.accept),
  });
  return listedAs(headers.accept, page, {
    ...registrationTable(path.eventId, { questions, hasNames: query.include === 'user' }),
    opensInSpreadsheets: query.format !== undefined,
  });
});
