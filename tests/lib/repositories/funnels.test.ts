import { randomUUID } from 'node:crypto';
import { update } from '../../../lib/dynamo/write.ts';
import * as funnels from '../../../lib/repositories/funnels.ts';
import { stored } from '../../support/records/records.ts';

/** A funnel at which nobody has come so far. */
const aFunnel = () => ({ incarnation: randomUUID(), funnel: 3 });
type Funnel = ReturnType<typeof aFunnel>;

const arrive = ({ incarnation, funnel }: Funnel, token: string) => funnels.arrive(incarnation, funnel, token);
const fence = ({ incarnation, funnel }: Funnel, round: number) => funnels.fence(incarnation, funnel, round);
const itemOf = ({ incarnation, funnel }: Funnel) => stored(funnels.ref(incarnation, funnel));

describe('arrive', () => {
  test('numbers those who come at a funnel, in their order, in round 1 and in those after it', async () => {
    const funnel = aFunnel();
    for (const round of [1, 2, 3]) {
      for (const index of [1, 2, 3]) {
        expect(await arrive(funnel, `r${round}i${index}`)).toEqual({ funnel: 3, round, index });
      }
      await fence(funnel, round);
    }
  });

  test('gives people who come at once different numbers, without a gap', async () => {
    const funnel = aFunnel();
    const arrivals = await Promise.all(Array.from({ length: 20 }, (_, n) => arrive(funnel, `token${n}`)));
    const indexes = arrivals.map(({ index }) => index).sort((a, b) => a - b);
    expect(indexes).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  test('finds a token again in the open round, however many came after it', async () => {
    const funnel = aFunnel();
    for (const token of ['one', 'two', 'three']) await arrive(funnel, token);
    for (let n = 0; n < 2; n += 1)
      expect(await arrive(funnel, 'two')).toEqual({ funnel: 3, round: 1, index: 2 });
    expect(await itemOf(funnel)).toMatchObject({ round: 1, arrivals: ['one', 'two', 'three'] });
  });

  test('finds a token again in the round before, and adds nobody to the open one', async () => {
    const funnel = aFunnel();
    for (const token of ['one', 'two']) await arrive(funnel, token);
    await fence(funnel, 1);
    await arrive(funnel, 'three');
    expect(await arrive(funnel, 'two')).toEqual({ funnel: 3, round: 1, index: 2 });
    expect(await itemOf(funnel)).toMatchObject({ round: 2, earlier1: ['one', 'two'], arrivals: ['three'] });
  });

  test('finds a token again four rounds later, and adds it anew after five', async () => {
    const funnel = aFunnel();
    await arrive(funnel, 'one');
    for (const round of [1, 2, 3, 4]) await fence(funnel, round);
    expect(await arrive(funnel, 'one')).toEqual({ funnel: 3, round: 1, index: 1 });
    await fence(funnel, 5);
    expect(await arrive(funnel, 'one')).toEqual({ funnel: 3, round: 6, index: 1 });
  });

  test('keeps the funnels of an event apart, and those of another event of the same id', async () => {
    const { incarnation } = aFunnel();
    const arrivals = [
      await funnels.arrive(incarnation, 0, 'one'),
      await funnels.arrive(incarnation, 1, 'one'),
      await funnels.arrive(randomUUID(), 0, 'one'),
    ];
    expect(arrivals.map(({ index }) => index)).toEqual([1, 1, 1]);
  });
});

describe('fence', () => {
  test('moves a funnel to the next round once, and tells everybody the same cut', async () => {
    const funnel = aFunnel();
    for (const token of ['one', 'two']) await arrive(funnel, token);
    expect(await fence(funnel, 1)).toEqual({ kind: 'fenced', cut: 2, isFirst: true });
    await arrive(funnel, 'three');
    expect(await fence(funnel, 1)).toEqual({ kind: 'fenced', cut: 2, isFirst: false });
    expect(await itemOf(funnel)).toMatchObject({ round: 2, earlier1: ['one', 'two'], arrivals: ['three'] });
  });

  test('is done by one of many at once', async () => {
    const funnel = aFunnel();
    await arrive(funnel, 'one');
    const fences = await Promise.all(Array.from({ length: 8 }, () => fence(funnel, 1)));
    expect(fences.filter(one => one.kind === 'fenced' && one.isFirst)).toHaveLength(1);
    for (const one of fences) expect(one).toMatchObject({ kind: 'fenced', cut: 1 });
  });

  test('of a funnel at which nobody came makes it, with nobody, in round 1 only', async () => {
    const [first, later] = [aFunnel(), aFunnel()];
    expect(await fence(first, 1)).toEqual({ kind: 'fenced', cut: 0, isFirst: true });
    expect(await itemOf(first)).toMatchObject({ round: 2, earlier1: [], arrivals: [] });
    expect(await fence(later, 2)).toEqual({ kind: 'passed' });
    expect(await itemOf(later)).toBeUndefined();
  });

  test('is refused when the funnel is further than the next round, and changes nothing', async () => {
    const funnel = aFunnel();
    for (const round of [1, 2]) await fence(funnel, round);
    await arrive(funnel, 'one');
    const before = await itemOf(funnel);
    expect(await fence(funnel, 1)).toEqual({ kind: 'passed' });
    expect(await itemOf(funnel)).toEqual(before);
  });

  test('leaves nobody out who comes at the same time: each is in the round that is cut, or in the next one', async () => {
    const funnel = aFunnel();
    const come = Array.from({ length: 20 }, (_, n) => arrive(funnel, `token${n}`));
    const [cut, ...arrivals] = await Promise.all([fence(funnel, 1), ...come]);
    const inRound = (round: number) =>
      arrivals.flatMap(one => (one.round === round ? one.index : [])).sort((a, b) => a - b);
    expect(cut).toMatchObject({ kind: 'fenced', cut: inRound(1).length });
    for (const round of [1, 2]) expect(inRound(round)).toEqual(inRound(round).map((_, n) => n + 1));
    expect(inRound(1).length + inRound(2).length).toBe(20);
  });
});

test('a person arrives at the same funnel each time, and a crowd at all of them', () => {
  const userIds = Array.from({ length: 200 }, (_, n) => `user-${n}`);
  const chosen = userIds.map(userId => funnels.funnelOf(userId, 8));
  expect(userIds.map(userId => funnels.funnelOf(userId, 8))).toEqual(chosen);
  expect(new Set(chosen)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
});

test('a token follows from its source, and is short', () => {
  expect(funnels.tokenOf('ada')).toBe(funnels.tokenOf('ada'));
  expect(funnels.tokenOf('ada')).not.toBe(funnels.tokenOf('ben'));
  expect(funnels.tokenOf('x'.repeat(200))).toHaveLength(4);
});

test('the funnels of an event that is gone expire, whether somebody came there or not, and keep their round', async () => {
  const { incarnation } = aFunnel();
  await funnels.arrive(incarnation, 0, 'one');
  await funnels.fence(incarnation, 0, 1);
  for (const expire of funnels.expireAll(incarnation, 2)) await update(expire);
  const weekMs = 7 * 86_400_000;
  for (const funnel of [0, 1]) {
    const { expiresAt = 0 } = (await stored(funnels.ref(incarnation, funnel))) ?? {};
    expect(expiresAt * 1000).toBeGreaterThan(Date.now() + weekMs);
  }
  expect(await stored(funnels.ref(incarnation, 0))).toMatchObject({ round: 2 });
});
