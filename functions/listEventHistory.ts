import validate from '#build/validators/listEventHistory.js';
import { listEventHistory } from '../lib/activity/listHistory.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withTypes } from '../lib/handlers/withTypes.ts';
import { listedAs } from '../lib/http/csv.ts';
import { HISTORY_FIELDS } from '../schemas/lists.ts';

export const handler = guardedEndpoint(withTypes(validate), async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventHistory(path.eventId, query), {
    filename: `${path.eventId}-history.csv`,
    columns: HISTORY_FIELDS,
    opensInSpreadsheets: query.format !== undefined,
  }),
);
