import { createRequire } from 'node:module';
import { relative } from 'node:path';

// Its types describe what is required, and not what is imported.
const { default: TestSequencer }: typeof import('@jest/test-sequencer') = createRequire(import.meta.url)(
  '@jest/test-sequencer',
);

type Test = Parameters<InstanceType<typeof TestSequencer>['sort']>[0][number];

/** The files that take longest, the longest first. */
export const LONGEST = [
  'tests/model/rounds.test.ts',
  'tests/local/package.test.ts',
  'tests/local/bench.test.ts',
  'tests/flows/longWork.test.ts',
  'tests/local/invoke.test.ts',
  'tests/functions/permissions.test.ts',
  'tests/local/startAuth.test.ts',
  'tests/local/interruptions.test.ts',
  'tests/local/speed.baselines.test.ts',
  'tests/local/sellout.test.ts',
  'tests/local/invokeOnce.test.ts',
];

const rankOf = ({ path, context }: Test): number => {
  const rank = LONGEST.indexOf(relative(context.config.rootDir, path));
  return rank < 0 ? LONGEST.length : rank;
};

/**
 * Begins with the longest files, so that no worker ends with one of them alone. Jest orders the others by how long they
 * took the last time, or by their sizes in a fresh clone.
 */
export default class LongestFirst extends TestSequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    return (await super.sort(tests)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
