import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { pageOf } from '../../../lib/core/paging.ts';
import { listedAs } from '../../../lib/http/csv.ts';
import type { Reply } from '../../../lib/http/reply.ts';
import { LIST_TYPES } from '../../../schemas/lists.ts';

type Row = { name: string; position: number | null };
const table = { filename: 'rows.csv', columns: ['name', 'position'] as const };
const [JSON_TYPE, CSV_TYPE] = LIST_TYPES;

const named = (...names: string[]): Row[] => names.map(name => ({ name, position: null }));
const pageFor = (rows: Row[], limit = rows.length) => pageOf(rows, limit, 'rows', ({ name }) => name);
const csv = (rows: Row[], mostBytes?: number): Reply => listedAs(CSV_TYPE, pageFor(rows), table, mostBytes);
const bytesOf = ({ body }: Reply) => Buffer.byteLength(JSON.stringify(body));

test('lines end with CR and LF, the first line names the columns, and `null` is an empty cell', () => {
  expect(csv([...named('a'), { name: 'b', position: 2 }]).body).toBe('name,position\r\na,\r\nb,2\r\n');
  expect(csv([]).body).toBe('name,position\r\n');
});

test('a client that chose JSON is answered JSON', () => {
  const page = pageFor(named('a', 'b'), 1);
  expect(listedAs(JSON_TYPE, page, table)).toEqual({ status: 200, body: named('a'), cursor: page.cursor });
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is not read as a formula', text => {
  const [[cell = ''] = []] = parse(String(csv(named(text)).body), { record_delimiter: '\r\n', from: 2 });
  expect(cell).toBe(`'${text}`);
});

test.each(['a\n=1+1', 'a\r=1+1', 'a\r\n=1+1'])(
  '%j stays one cell to readers that take any end of a line',
  text => {
    const rows = parse(String(csv(named(text)).body), { record_delimiter: ['\r\n', '\n', '\r'] });
    expect(rows).toEqual([
      ['name', 'position'],
      [text, ''],
    ]);
  },
);

test('every text is read back as it was, except for the sign before a formula', () => {
  const anyText = fc.string({
    unit: fc.constantFrom('a', 'ä', '🎉', '"', ',', '\r', '\n', ' ', '=', "'", ';'),
  });
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1 }), names => {
      const rows: string[][] = parse(String(csv(named(...names)).body), {
        record_delimiter: '\r\n',
        from: 2,
      });
      expect(rows.map(([cell]) => cell)).toEqual(names.map(name => name.replace(/^[=\r]/, "'$&")));
    }),
  );
});

test('a page that would be too long ends early, and the next page starts behind its last row', () => {
  const anyName = fc.string({
    unit: fc.constantFrom('a', 'ä', '🎉', '"', '\n'),
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.array(anyName, { minLength: 1 }), fc.integer({ min: 400, max: 2000 }), (names, most) => {
      const visited: string[] = [];
      for (let left = named(...names); left.length > 0; ) {
        const reply = csv(left, most);
        expect(bytesOf(reply)).toBeLessThanOrEqual(most);
        const rows = parse(String(reply.body), { record_delimiter: '\r\n', from: 2 });
        expect(rows.length).toBeGreaterThan(0);
        visited.push(...rows.map(([name = '']: string[]) => name));
        const last = left[rows.length - 1]?.name;
        const isCut = rows.length < left.length;
        expect(reply.cursor).toBe(isCut ? Buffer.from(`rows ${last}`).toString('base64url') : undefined);
        left = left.slice(rows.length);
      }
      expect(visited).toEqual(names);
    }),
  );
});

test('ten thousand rows of the greatest length fit into an answer of Lambda', () => {
  const [id, time, uuid] = ['-'.repeat(128), '2027-01-01T00:00:00.000Z', 'x'.repeat(36)];
  const longest = {
    id,
    other: id,
    uuid,
    status: 'registered',
    times: time.repeat(3),
    position: '1000000',
    commas: '',
  };
  const rows = Array(10_000).fill(longest);
  const columns = ['id', 'other', 'uuid', 'status', 'times', 'position', 'commas'] as const;
  const page = pageOf(rows, rows.length, 'rows', () => 'a');
  const reply = listedAs(CSV_TYPE, page, { filename: 'rows.csv', columns });
  expect(reply.cursor).toBeUndefined();
  expect(bytesOf(reply)).toBeLessThan(5_000_000);
});
