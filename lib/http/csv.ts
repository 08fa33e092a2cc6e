import { stringify } from 'csv-stringify/sync';
import { LIST_TYPES } from '../../schemas/lists.ts';
import type { CuttablePage } from '../core/paging.ts';
import { file, listed, type Reply } from './reply.ts';

/**
 * The columns of a list as CSV, and the name of its file. `cellsOf` returns the cells of a row by the names of the
 * columns, where a row has them otherwise. With `opensInSpreadsheets` the file begins with a byte order mark, without
 * which Excel reads UTF-8 as something else.
 */
export type Table<Row> = {
  filename: string;
  columns: readonly string[];
  cellsOf?: (row: Row) => object;
  opensInSpreadsheets?: boolean;
};

const BYTE_ORDER_MARK = '\uFEFF';

const [, CSV] = LIST_TYPES;

/** Returns whether CSV was negotiated. */
export const isCsv = (type: string): boolean => type === CSV;

/** A Lambda answer has 6 MB at most. The text is a JSON string in it, and the headers need room. */
const MAX_BYTES = 6_000_000;

/**
 * Returns a page of a list in the type that was negotiated. A page that would be too long as CSV ends before its last
 * row. A file does not show that there is a next page, so that a header says so.
 */
export function listedAs<Row extends object>(
  type: string,
  page: CuttablePage<Row>,
  table: Table<Row>,
  maxBytes = MAX_BYTES,
): Reply {
  if (!isCsv(type)) return listed(page);
  const { text, count } = fitting(page.items, table, maxBytes);
  const cursor = count < page.items.length ? page.cursorAfter(count) : page.cursor;
  const headers = {
    'Content-Disposition': `attachment; filename="${table.filename}"`,
    ...(cursor !== undefined && { 'Csv-Truncated': 'true' }),
  };
  return { ...file(text, CSV, headers), cursor };
}

/** Writes as many of the first rows as fit, but at least one. */
function fitting<Row extends object>(rows: Row[], table: Table<Row>, maxBytes: number) {
  for (let count = rows.length; ; ) {
    const text = csvOf(rows.slice(0, count), table);
    const bytes = Buffer.byteLength(JSON.stringify(text));
    if (bytes <= maxBytes || count <= 1) return { text, count };
    count = Math.max(1, Math.floor((count * maxBytes) / bytes));
  }
}

/** Writes CSV (RFC 4180). No cell is a formula to the program that opens it. */
const csvOf = <Row extends object>(rows: Row[], table: Table<Row>): string => {
  const { columns, cellsOf = row => row, opensInSpreadsheets = false } = table;
  // The library would take a dot in a name for a path into the row.
  const records = rows.map(row => {
    const cells = new Map<string, unknown>(Object.entries(cellsOf(row)));
    return columns.map(name => cells.get(name));
  });
  const text = stringify([[...columns], ...records], {
    record_delimiter: 'windows',
    // Otherwise a single LF or CR would end the row to many programs.
    quote_record_delimiter: true,
    escape_formulas: true,
    cast: { boolean: String },
  });
  return opensInSpreadsheets ? BYTE_ORDER_MARK + text : text;
};
