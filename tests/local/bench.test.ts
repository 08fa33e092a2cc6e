import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../support/servers/commands.ts';

const run = promisify(execFile);

test('npm run bench:contention measures a crowd in each mode, and finds every invariant kept', async () => {
  const options = ['--people', '5', '--slow', '1'];
  const { stdout } = await run(process.execPath, ['bench/contention.ts', ...options], {
    cwd: root,
  });
  expect(stdout.match(/^5 .* transactions .* × 201$/gm)).toHaveLength(3);
  expect(stdout.match(/^ .* instances .* × 201$/gm)).toHaveLength(3);
  expect(stdout).toContain('reached  nobody is answered a 5xx but 503');
  expect(stdout).toContain('reached  seats, counters, rows and answers agree after each run');
});

test('npm run bench:walls says at which rates an event takes registrations and holds, and of which model', async () => {
  const options = ['--rate', '100', '--over', '1', '--slow', '1', '--scale', '5'];
  const { stdout } = await run(process.execPath, ['bench/walls.ts', ...options], { cwd: root });
  expect(stdout).toContain('Modelled: the units of partitions are divided by 5, and rates multiplied by it.');
  expect(stdout).toMatch(/^\d+ registrations a second at one event \(one process; .* 20 of 20 people/m);
  expect(stdout).toMatch(/^\d+ registrations a second at one event \(instances; .* 20 of 20 people/m);
  expect(stdout.match(/^\d+ holds a second at the event .* \d+ bytes$/gm)).toHaveLength(2);
});

test('concurrent requests have instances of their own, which share no memory and serve later requests', async () => {
  const program = `
    import { instancesOfFunction } from './bench/instances.ts';
    const send = await instancesOfFunction('tests/local/countingFunction.ts');
    const together = await Promise.all([send({}), send({})]);
    console.log(JSON.stringify([...together, await send({})].map(({ body }) => body)));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root });
  expect(JSON.parse(stdout)).toEqual([{ served: 1 }, { served: 1 }, { served: 2 }]);
});
