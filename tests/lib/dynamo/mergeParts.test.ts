import fc from 'fast-check';
import { mergeParts } from '../../../lib/dynamo/mergeParts.ts';

/** A part in memory, which counts the numbers that were read of it. */
const readerOf = (numbers: number[], count: (read: number) => void) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return async (limit: number, after: number | undefined) => {
    const found = sorted.filter(number => after === undefined || number > after).slice(0, limit);
    count(found.length);
    return found;
  };
};

const isBefore = (one: number, other: number) => one < other;

test('the first items of all parts come in order, however they are spread', async () => {
  const spread = fc.uniqueArray(fc.record({ number: fc.nat(10_000), part: fc.nat(4) }), {
    selector: ({ number }) => number,
    maxLength: 300,
  });
  await fc.assert(
    fc.asyncProperty(spread, fc.integer({ min: 1, max: 200 }), async (items, limit) => {
      const parts = [0, 1, 2, 3, 4].map(part =>
        readerOf(
          items.filter(item => item.part === part).map(({ number }) => number),
          () => {},
        ),
      );
      const all = items.map(({ number }) => number).sort((a, b) => a - b);
      expect(await mergeParts(parts, limit, isBefore)).toEqual(all.slice(0, limit));
    }),
  );
});

test('a part alone is read once, and only as far as the list goes', async () => {
  const read: number[] = [];
  const part = readerOf([1, 2, 3, 4, 5], count => read.push(count));
  expect(await mergeParts([part], 3, isBefore)).toEqual([1, 2, 3]);
  expect(read).toEqual([3]);
});

test('parts that share a list evenly are read little further than the list goes', async () => {
  let read = 0;
  const parts = [0, 1, 2, 3].map(part =>
    readerOf(
      Array.from({ length: 1000 }, (_, n) => 4 * n + part),
      count => {
        read += count;
      },
    ),
  );
  expect(await mergeParts(parts, 100, isBefore)).toHaveLength(100);
  expect(read).toBe(140);
});
