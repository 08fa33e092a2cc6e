import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../support/servers/commands.ts';

test('npm run bench:contention measures a crowd in each mode, and finds every invariant kept', async () => {
  const options = ['--people', '5', '--slow', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/contention.ts', ...options], {
    cwd: root,
  });
  expect(stdout.match(/^5 .* transactions .* × 201$/gm)).toHaveLength(3);
  expect(stdout.match(/^ .* instances .* × 201$/gm)).toHaveLength(3);
  expect(stdout).toContain('reached  nobody is answered a 5xx but 503');
  expect(stdout).toContain('reached  seats, counters, rows and answers agree after each run');
});
