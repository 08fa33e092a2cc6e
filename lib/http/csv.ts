import { stringify } from 'csv-stringify/sync';
import { LIST_TYPES } from '../../schemas/common.ts';
import type { CuttablePage } from '../core/paging.ts';
import { file, listed, type Reply } from './reply.ts';

/** How a list is written as CSV: the fields of its items in order, and the name of the file. */
type Table<Row> = { filename: string; columns: readonly (keyof Row & string)[] };

const [, CSV] = LIST_TYPES;

/** Lambda answers with 6 MB at most, in which the text is a string of JSON, and room is needed for the headers. */
const MOST_BYTES = 6_000_000;

/** A page of a list as the type that was chosen for it. One that would be too long as CSV ends before its last row. */
export function listedAs<Row extends object>(
  type: string,
  page: CuttablePage<Row>,
  { filename, columns }: Table<Row>,
  mostBytes = MOST_BYTES,
): Reply {
  if (type !== CSV) return listed(page);
  const { text, count } = fitting(page.items, columns, mostBytes);
  const cursor = count < page.items.length ? page.cursorAfter(count) : page.cursor;
  return { ...file(text, CSV, { 'Content-Disposition': `attachment; filename="${filename}"` }), cursor };
}

/** As many of the first rows as fit, the first one at least. */
function fitting<Row extends object>(rows: Row[], columns: Table<Row>['columns'], mostBytes: number) {
  for (let count = rows.length; ; ) {
    const text = csvOf(rows.slice(0, count), columns);
    const bytes = Buffer.byteLength(JSON.stringify(text));
    if (bytes <= mostBytes || count <= 1) return { text, count };
    count = Math.max(1, Math.floor((count * mostBytes) / bytes));
  }
}

/** RFC 4180, in which no cell is a formula to the program that opens it. */
const csvOf = (rows: object[], columns: readonly string[]): string =>
  stringify(rows, {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
  });
