import validate from '#build/validators/listEventHistory.js';
import { listedAs } from '../lib/csv.ts';
import { endpoint } from '../lib/endpoint.ts';
import { HISTORY_COLUMNS, listEventHistory } from '../lib/history.ts';

export const handler = endpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listEventHistory(path.eventId, query), {
    filename: `${path.eventId}-history.csv`,
    columns: HISTORY_COLUMNS,
  }),
);
