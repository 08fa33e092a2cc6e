import { outputOf } from '../support/servers/benchProgram.ts';

test('npm run bench:docs says when a browser shows the page of a fresh process', async () => {
  const stdout = await outputOf('docs', '--times', '1');
  expect(stdout).toMatch(/^\d+ ms +\d+ ms +\d+ KB$/m);
  expect(stdout).toMatch(/^(reached|MISSED ) {2}the page is shown within 2 s$/m);
});
