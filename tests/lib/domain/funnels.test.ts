import { funnelsFor } from '../../../lib/domain/funnels.ts';

test.each([
  [1, 4],
  [4000, 4],
  [4001, 5],
  [5000, 5],
  [5001, 6],
  [31_000, 31],
  [31_001, 32],
  [100_000, 32],
])('an event with %i seats expects twice as many people, and has %i funnels', (capacity, funnels) => {
  expect(funnelsFor(capacity, undefined)).toBe(funnels);
});

test.each([
  [1, 4],
  [8000, 4],
  [8001, 5],
  [10_000, 5],
  [62_000, 31],
  [62_001, 32],
  [10_000_000, 32],
])('where %i people are expected there are %i funnels, whatever the capacity', (expectedPeople, funnels) => {
  for (const capacity of [1, 4001, 100_000]) expect(funnelsFor(capacity, expectedPeople)).toBe(funnels);
});

test('the funnels of the largest crowds take the requests that an HTTP API lets through', () => {
  const [unitsOfAFunnel, requestsASecond] = [1000, 10_000];
  expect(funnelsFor(100_000, 10_000_000) * unitsOfAFunnel).toBeGreaterThan(requestsASecond);
});
