import { stringify } from 'csv-stringify/sync';
import { LIST_TYPES } from '../../schemas/lists.ts';
import type { CuttablePage } from '../core/paging.ts';
import { file, listed, type Reply } from './reply.ts';

/** The columns of a list as CSV, and the name of its file. */
type Table<Row> = { filename: string; columns: readonly (keyof Row & string)[] };

const [, CSV] = LIST_TYPES;

/** A Lambda answer has 6 MB at most. The text is a JSON string in it, and the headers need room. */
const MAX_BYTES = 6_000_000;

/**
 * Returns a page of a list in the type that was negotiated. A page that would be too long as CSV ends before its last
 * row.
 */
export function listedAs<Row extends object>(
  type: string,
  page: CuttablePage<Row>,
  { filename, columns }: Table<Row>,
  maxBytes = MAX_BYTES,
): Reply {
  if (type !== CSV) return listed(page);
  const { text, count } = fitting(page.items, columns, maxBytes);
  const cursor = count < page.items.length ? page.cursorAfter(count) : page.cursor;
  return { ...file(text, CSV, { 'Content-Disposition': `attachment; filename="${filename}"` }), cursor };
}

/** Writes as many of the first rows as fit, but at least one. */
function fitting<Row extends object>(rows: Row[], columns: Table<Row>['columns'], maxBytes: number) {
  for (let count = rows.length; ; ) {
    const text = csvOf(rows.slice(0, count), columns);
    const bytes = Buffer.byteLength(JSON.stringify(text));
    if (bytes <= maxBytes || count <= 1) return { text, count };
    count = Math.max(1, Math.floor((count * maxBytes) / bytes));
  }
}

/** Writes CSV (RFC 4180). No cell is a formula to the program that opens it. */
const csvOf = (rows: object[], columns: readonly string[]): string =>
  stringify(rows, {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
  });
