import validate from '#build/validators/listUserHistory.js';
import { listUserHistory } from '../lib/activity/listHistory.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withTypes } from '../lib/handlers/withTypes.ts';
import { listedAs } from '../lib/http/csv.ts';
import { HISTORY_FIELDS } from '../schemas/lists.ts';

export const handler = guardedEndpoint(withTypes(validate), async ({ headers, path, query }) =>
  listedAs(headers.accept, await listUserHistory(path.userId, query), {
    filename: `${path.userId}-history.csv`,
    columns: HISTORY_FIELDS,
    opensInSpreadsheets: query.format !== undefined,
  }),
);
