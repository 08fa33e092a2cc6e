import validate from '#build/validators/listUserHistory.js';
import { HISTORY_COLUMNS, listUserHistory } from '../lib/activity/listHistory.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { listedAs } from '../lib/http/csv.ts';

export const handler = guardedEndpoint(validate, async ({ headers, path, query }) =>
  listedAs(headers.accept, await listUserHistory(path.userId, query), {
    filename: `${path.userId}-history.csv`,
    columns: HISTORY_COLUMNS,
  }),
);
