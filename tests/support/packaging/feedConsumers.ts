import { TABLES } from '../../../lib/dynamo/client.ts';
import { filterRecords } from '../records/filters.ts';
import { allRecords, BATCH_SIZE, type Table } from '../records/streams.ts';
import { streamArn } from './arns.ts';
import type { PackagedFunction } from './packagedStack.ts';

/** Calls a function by its key. */
type Call = (key: string, event: object) => Promise<unknown>;

type Reader = { key: string; table: Table; filters: object[] };

/** The consumers, once for each table that they read. */
const readersIn = (functions: Iterable<PackagedFunction>): Reader[] =>
  [...functions].flatMap(({ key, sources }) =>
    sources.flatMap(({ EventSourceArn, FilterCriteria }) => {
      const table = Object.entries(TABLES).find(
        ([, name]) => streamArn(name) === EventSourceArn,
      )?.[0] as Table;
      const filters = FilterCriteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern)) ?? [];
      return table ? [{ key, table, filters }] : [];
    }),
  );

/** Gives the changes of all tables to their consumers, as Lambda does, and those that the consumers make. */
export async function feedConsumers(functions: Iterable<PackagedFunction>, call: Call): Promise<void> {
  const readers = readersIn(functions).map(reader => ({ ...reader, position: 0 }));
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const reader of readers) {
      const records = (await allRecords(reader.table)).slice(reader.position, reader.position + BATCH_SIZE);
      reader.position += records.length;
      isNew ||= records.length > 0;
      const Records = filterRecords(reader.filters, records);
      if (Records.length > 0) expect(await call(reader.key, { Records })).toEqual({ batchItemFailures: [] });
    }
  }
}
