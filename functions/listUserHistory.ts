import validate from '#build/validators/listUserHistory.js';
import { listedAs } from '../lib/csv.ts';
import { endpoint } from '../lib/endpoint.ts';
import { HISTORY_COLUMNS, listUserHistory } from '../lib/history.ts';

export const handler = endpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listUserHistory(path.userId, query), {
    filename: `${path.userId}-history.csv`,
    columns: HISTORY_COLUMNS,
  }),
);
