import { outputOf, resultIn } from '../support/servers/benchProgram.ts';

test('npm run bench:contention measures a crowd in each mode, and finds every invariant kept', async () => {
  const stdout = await outputOf('contention', '--people', '5', '--slow', '1');
  expect(stdout.match(/^5 .* transactions .* × 201$/gm)).toHaveLength(3);
  expect(stdout.match(/^ .* plain holds .* × 201$/gm)).toHaveLength(3);
  expect(stdout.match(/^ .* one process .* × 201$/gm)).toHaveLength(3);
  expect(stdout.match(/^ .* instances .* × 201$/gm)).toHaveLength(3);
  expect(stdout).toContain('reached  nobody is answered a 5xx but 503');
  expect(stdout).toContain('reached  seats, counters, rows and answers agree after each run');
});

test('npm run bench:walls says at which rates an event takes registrations and holds, and of which model', async () => {
  const stdout = await outputOf('walls', '--rate', '100', '--over', '1', '--slow', '1', '--scale', '5');
  expect(stdout).toContain('Modelled: the units of partitions are divided by 5, and rates multiplied by it.');
  expect(stdout).toMatch(/^\d+ registrations a second at one event \(one process; .* 20 of 20 people/m);
  expect(stdout).toMatch(/^\d+ registrations a second at one event \(instances; .* 20 of 20 people/m);
  expect(stdout.match(/^\d+ holds a second at the event .* \d+ bytes$/gm)).toHaveLength(2);
});

test('npm run bench:cancellation lets people leave in each mode, and finds the first of the queue promoted', async () => {
  const stdout = await outputOf('cancellation', '--people', '3', '--waiting', '5', '--slow', '1');
  expect(stdout).toMatch(/^3 leave, 5 wait, one process: .*; 3 × 200$/m);
  expect(stdout).toMatch(/^3 leave, 5 wait, instances: .*; 3 × 200$/m);
  expect(stdout).toContain('Those promoted are the first of the queue, each named once.');
});

test('concurrent requests have instances of their own, which share no memory and serve later requests', async () => {
  const [count, ...bodies] = await resultIn<unknown[]>(`
    const { instancesOfFunction } = await import('./bench/instances.ts');
    const { send, count } = await instancesOfFunction('tests/local/countingFunction.ts');
    const together = await Promise.all([send({}), send({})]);
    const answers = [...together, await send({})];
    return [count(), ...answers.map(({ body }) => body)];`);
  expect(count).toBe(2);
  expect(bodies).toEqual([{ served: 1 }, { served: 1 }, { served: 2 }]);
});
