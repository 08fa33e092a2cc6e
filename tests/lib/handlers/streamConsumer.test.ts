import type { Context, DynamoDBRecord } from 'aws-lambda';
import type { ItemChange } from '../../../lib/dynamo/itemChange.ts';
import { logOf } from '../../support/api/log.ts';

// Modules read the names of tables when they are imported.
for (const table of [
  'EVENTS',
  'SEATS',
  'USERS',
  'REGISTRATIONS',
  'HISTORY',
  'DELETIONS',
  'ANNOUNCEMENTS',
  'HOLD_OUTCOMES',
  'FUNNELS',
  'ROUND_OUTCOMES',
  'ANSWERS',
]) {
  process.env[`${table}_TABLE`] = table;
}
const { streamConsumer, once } = await import('../../../lib/handlers/streamConsumer.ts');
const { timeLeftMs } = await import('../../../lib/core/deadline.ts');

type Thing = { id: string; count?: number };

const context = { getRemainingTimeInMillis: () => 5000 } as Context;

const image = ({ id, count = 0 }: Thing) => ({ id: { S: id }, count: { N: String(count) } });

/** A record of a change. A new item has no `before`, and a removed one no `after`. */
const recordOf = (sequence: number, before: Thing | undefined, after: Thing | undefined): DynamoDBRecord => ({
  eventID: `change-${sequence}`,
  dynamodb: {
    SequenceNumber: String(sequence),
    ApproximateCreationDateTime: 1_800_000_000,
    ...(before && { OldImage: image(before) }),
    ...(after && { NewImage: image(after) }),
  },
});

const insertsOf = (...ids: string[]) => ids.map((id, index) => recordOf(index + 1, undefined, { id }));

const fail = async (change: ItemChange<Thing>) => {
  if (change.after?.id.startsWith('bad')) throw new Error(`${change.after.id} cannot be handled`);
};

test('a consumer is given each change as the item before and after it, with its id and its time', async () => {
  const changes: ItemChange<Thing>[] = [];
  const handler = streamConsumer<Thing>(() => async change => {
    changes.push(change);
  });
  const [one, two] = [
    { id: 'a', count: 1 },
    { id: 'a', count: 2 },
  ];
  const Records = [recordOf(1, undefined, one), recordOf(2, one, two), recordOf(3, two, undefined)];
  expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
  const time = '2027-01-15T08:00:00.000Z';
  expect(changes).toEqual([
    { changeId: 'change-1', before: undefined, after: one, time },
    { changeId: 'change-2', before: one, after: two, time },
    { changeId: 'change-3', before: two, after: undefined, time },
  ]);
});

test('a consumer reads the times of records that come from the stream as JSON', async () => {
  const times: string[] = [];
  const handler = streamConsumer<Thing>(() => async ({ time }) => {
    times.push(time);
  });
  const [record] = insertsOf('a');
  const read = { ...record?.dynamodb, ApproximateCreationDateTime: new Date('2027-01-15T08:00:00Z') };
  await handler({ Records: [JSON.parse(JSON.stringify({ ...record, dynamodb: read }))] }, context);
  expect(times).toEqual(['2027-01-15T08:00:00.000Z']);
});

test('a consumer reports the changes that failed, and no others', async () => {
  const handler = streamConsumer<Thing>(() => fail);
  const log = await logOf(async () => {
    const answer = await handler({ Records: insertsOf('a', 'bad 1', 'b', 'bad 2') }, context);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '4' }] });
  });
  expect(log.map(({ code, causes }) => [code, causes[0].message])).toEqual([
    ['RECORD_FAILED', 'bad 1 cannot be handled'],
    ['RECORD_FAILED', 'bad 2 cannot be handled'],
  ]);
});

test('a consumer fails when all changes of a batch fail', async () => {
  const handler = streamConsumer<Thing>(() => fail);
  const delivery = () => handler({ Records: insertsOf('bad 1', 'bad 2') }, context);
  await logOf(() => expect(delivery()).rejects.toThrow('All records failed processing'));
});

test('a consumer has the deadline of its function', async () => {
  const left: number[] = [];
  const handler = streamConsumer<Thing>(() => async () => {
    left.push(timeLeftMs());
  });
  await handler({ Records: insertsOf('a') }, context);
  expect(left[0]).toBeGreaterThan(0);
  expect(left[0]).toBeLessThan(5000);
});

describe('work that is done once', () => {
  /** A consumer that works once for all changes of an item, with the ids that it worked for. */
  function workingConsumer(work: (id: string) => Promise<void> = async () => {}) {
    const done: string[] = [];
    const run = async (id: string) => {
      done.push(id);
      await work(id);
    };
    const handler = streamConsumer<Thing>(() =>
      once(({ after }) => (after ? [{ key: after.id, run: () => run(after.id) }] : [])),
    );
    return { handler, done };
  }

  test('is done once for all changes of a batch that need it, and again for the next batch', async () => {
    const { handler, done } = workingConsumer();
    const Records = [...insertsOf('a', 'b', 'a', 'a'), recordOf(5, { id: 'c' }, undefined)];
    expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
    expect(done).toEqual(['a', 'b']);
    await handler({ Records }, context);
    expect(done).toEqual(['a', 'b', 'a', 'b']);
  });

  test('is done though another work of the same change fails', async () => {
    const done: string[] = [];
    const works = ({ after }: { after?: Thing | undefined }) => [
      { key: `fails ${after?.id}`, run: () => Promise.reject(new Error('The work failed')) },
      { key: `works ${after?.id}`, run: async () => void done.push(String(after?.id)) },
    ];
    const handler = streamConsumer<Thing>(() => once(works));
    await logOf(async () => {
      await expect(handler({ Records: insertsOf('a', 'b') }, context)).rejects.toThrow('All records failed');
    });
    expect(done).toEqual(['a', 'b']);
  });

  test('fails for all changes that need it, and is logged once', async () => {
    const { handler } = workingConsumer(async id => {
      if (id === 'a') throw new Error('The work failed');
    });
    const log = await logOf(async () => {
      const { batchItemFailures } = await handler({ Records: insertsOf('a', 'b', 'a') }, context);
      expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '3' }]);
    });
    expect(log).toHaveLength(1);
  });
});
