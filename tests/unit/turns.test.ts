import { withDeadline } from '../../lib/deadline.ts';
import { untilWon } from '../../lib/turns.ts';

test('tries until it is won, and tells each try its number', async () => {
  const tries: number[] = [];
  const won = await untilWon('a race', async number => {
    tries.push(number);
    return number === 4 ? 'won' : undefined;
  });
  expect(won).toBe('won');
  expect(tries).toEqual([1, 2, 3, 4]);
});

test('from the third try on, those who race for one thing take turns, and others do not wait for them', async () => {
  let racing = 0;
  let mostRacing = 0;
  const racer = (key: string) =>
    untilWon(key, async tries => {
      if (tries < 3) return undefined;
      racing += 1;
      mostRacing = Math.max(mostRacing, racing);
      await new Promise(setImmediate);
      racing -= 1;
      return tries;
    });
  expect(await Promise.all(Array.from({ length: 20 }, () => racer('one')))).toEqual(Array(20).fill(3));
  expect(mostRacing).toBe(1);
  await Promise.all(Array.from({ length: 20 }, (_, n) => racer(`other ${n}`)));
  expect(mostRacing).toBeGreaterThan(1);
});

test('an error ends one try only: the next in line gets their turn', async () => {
  const racer = (error?: Error) =>
    untilWon('a race', async tries => {
      if (tries < 3) return undefined;
      if (error) throw error;
      return 'won';
    });
  const [failed, won] = await Promise.allSettled([racer(new Error('failed')), racer()]);
  expect([failed.status, won.status]).toEqual(['rejected', 'fulfilled']);
});

test('gives up with TRY_AGAIN when the deadline comes before the win', async () => {
  const race = withDeadline(700, () => untilWon('a race', async () => undefined));
  await expect(race).rejects.toMatchObject({ code: 'TRY_AGAIN', headers: { 'Retry-After': '1' } });
});
