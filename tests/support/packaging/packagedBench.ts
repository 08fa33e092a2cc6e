import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requests } from '../../../schemas/requests.ts';
import { outputOf } from '../servers/benchProgram.ts';
import { temporaryFolder } from '../servers/npmStart.ts';
import type { Packaged } from './packaging.ts';

/** It starts a hundred processes one after the other. */
const LIMIT_MS = 400_000;

const QUICK = ['--rounds=1', '--calls=1', '--systems=service,bare,express'];

/** Declares the test of the benchmark that starts packaged functions. */
export function describeBench(packagedOf: () => Packaged): void {
  test(
    'npm run bench starts each packaged function, and measures it beside the baselines',
    async () => {
      const out = await temporaryFolder();
      const stdout = await outputOf('speed', ...QUICK, `--packages=${packagedOf().zips}`, `--out=${out}`);
      expect(stdout).toContain('FastAPI is left out: not asked for');
      for (const name of Object.keys(requests)) {
        expect(stdout).toMatch(new RegExp(`^${name} +\\d+ +\\d+\\.\\d \\(.*× \\d`, 'm'));
      }
      expect(stdout).toMatch(/^ +bare handlers +\d+\.\d \(.*× \d/m);
      // A transaction writes a registration, its place, the person and the seats.
      expect(stdout).toMatch(/^register: a free seat +this service +1 +0 +9 +5\.63 +\d+$/m);
      expect(stdout).toMatch(/^ +Express +5 +1\.5 +3 +2\.06 +\d+$/m);
      expect(stdout).toMatch(/^(reached|MISSED ) {2}every bundle with a route is below 260 KB/m);
      const { cold, costs } = JSON.parse(await readFile(join(out, 'speed.json'), 'utf8'));
      expect(cold[0].samples[0].coldMs).toBeGreaterThan(0);
      expect(costs[0]).toMatchObject({ system: 'service', operation: 'create an event' });
      expect(await readFile(join(out, 'cold.svg'), 'utf8')).toContain('Express');
    },
    LIMIT_MS,
  );
}
