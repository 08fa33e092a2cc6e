import validate from '#build/validators/listEventHistory.js';
import { HISTORY_COLUMNS, listEventHistory } from '../lib/activity/listHistory.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { listedAs } from '../lib/http/csv.ts';

export const handler = guardedEndpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventHistory(path.eventId, query), {
    filename: `${path.eventId}-history.csv`,
    columns: HISTORY_COLUMNS,
  }),
);
