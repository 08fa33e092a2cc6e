import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionPaths } from '../support/packaging/bundles.ts';
import { outputOf } from '../support/servers/benchProgram.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

test('npm run bench:bundles prints what the bundle of each function contains, and writes its packages as JSON', async () => {
  const json = join(await temporaryFolder(), 'bundles', 'contents.json');
  const stdout = await outputOf('bundles', '--json', json);
  for (const path of functionPaths()) expect(stdout).toMatch(new RegExp(`^${path} +\\d+\\.\\d `, 'm'));
  expect(stdout).toMatch(/^function +loads +apart +own code .* rest$/m);
  const contents = JSON.parse(await readFile(json, 'utf8'));
  expect(contents.map(({ path }: { path: string }) => path)).toEqual(functionPaths());
  expect(contents[0]).toMatchObject({
    loaded: expect.any(Number),
    packages: { '@smithy/core': expect.any(Number) },
  });
});
