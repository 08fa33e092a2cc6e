import { parse } from 'csv-parse/sync';
import type { Answer } from './invoke.ts';

/** The header with which a client asks for CSV. */
export const acceptCsv = { accept: 'text/csv' };

/** The rows of an answer that must be CSV, each by the names of its columns. */
export function rowsIn({ status, headers, body }: Answer): Record<string, string>[] {
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/csv; charset=utf-8; header=present',
  });
  return parse(body, { columns: true, record_delimiter: '\r\n' });
}

/** What CSV makes of the items of a JSON answer: nothing has no text, and no cell is a formula. */
export const asCells = (items: Record<string, unknown>[]): Record<string, string>[] =>
  items.map(item =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&")]),
    ),
  );
