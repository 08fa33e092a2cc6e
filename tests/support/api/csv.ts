import { parse } from 'csv-parse/sync';
import type { Answer } from './invoke.ts';

/** The header with which a client asks for CSV. */
export const acceptCsv = { accept: 'text/csv' };

/** The rows of an answer, which must be CSV, by the names of the columns. */
export function rowsIn({ status, headers, body }: Answer): Record<string, string>[] {
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/csv; charset=utf-8; header=present',
  });
  return parse(body, { columns: true, record_delimiter: '\r\n' });
}

/** The cells of the items of a JSON answer. `null` is an empty cell, and no cell is a formula. */
export const asCells = (items: Record<string, unknown>[]): Record<string, string>[] =>
  items.map(item =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&")]),
    ),
  );
