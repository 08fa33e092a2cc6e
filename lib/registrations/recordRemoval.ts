import type { Write } from '../dynamo/write.ts';
import * as history from '../repositories/history.ts';
import type * as places from '../repositories/places.ts';

/** Records that a registration was removed with its user, or with its event, which is given as it was. */
export const recordRemoval = (
  row: places.Item,
  cause: 'user_deleted' | 'event_deleted',
  event?: object,
): Write<history.Entry> =>
  history.set(history.entryOf(row, { change: 'removed', cause, time: new Date().toISOString() }, event));
