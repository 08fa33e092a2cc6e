import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../servers/commands.ts';
import LongestFirst, { LONGEST } from './sequencer.ts';

test('the longest files are there', async () => {
  for (const file of LONGEST) await expect(access(join(root, file))).resolves.toBeUndefined();
});

test('the longest files run first, the longest of them before the others', async () => {
  const sizes: Record<string, number> = {
    'tests/lib/small.test.ts': 1,
    [LONGEST[1] as string]: 2,
    [LONGEST[0] as string]: 3,
    'tests/lib/large.test.ts': 4,
  };
  const context = {
    config: { rootDir: '/project', cache: false },
    hasteFS: { getSize: (path: string) => sizes[path.replace('/project/', '')] },
  };
  const tests = Object.keys(sizes).map(file => ({ path: `/project/${file}`, context }));
  const [settings, given] = [{ contexts: [], globalConfig: {} }, tests] as unknown as [
    ConstructorParameters<typeof LongestFirst>[0],
    Parameters<LongestFirst['sort']>[0],
  ];
  const sorted = await new LongestFirst(settings).sort(given);
  expect(sorted.map(({ path }) => path.replace('/project/', ''))).toEqual([
    ...LONGEST.slice(0, 2),
    'tests/lib/large.test.ts',
    'tests/lib/small.test.ts',
  ]);
});
