import { cleanUp, npm, npmStart, type Run, ready } from '../support/servers/npmStart.ts';
import { call } from '../support/servers/runs.ts';

let run: Run;
beforeAll(async () => {
  run = await ready(await npmStart());
});
afterAll(cleanUp);

async function smoke(...options: string[]) {
  const command = npm(['run', '-s', 'smoke', '--', ...options], {});
  return { code: await command.ended, printed: command.printed() };
}

test('npm run smoke says of each step of the walk-through that it works, and removes what it made', async () => {
  const { code, printed } = await smoke(`${run.url}/`);
  expect({ code, printed }).toEqual({
    code: 0,
    printed: expect.stringMatching(/^(ok {6}.+ \(\d+ ms\)\n){10}The service works\.\n$/),
  });
  for (const path of ['/events', '/users']) expect((await call(run, path)).body).toEqual([]);
});

test('a service that does not work is told by each step, and by the exit code', async () => {
  const { code, printed } = await smoke(`${run.url}/nowhere`);
  expect(code).toBe(1);
  expect(printed).toMatch(/^FAILED {2}the service is healthy \(\d+ ms\): \{"status":404/m);
  expect(printed).toMatch(/^\d+ steps failed\.$/m);
});

test.each([[[]], [['localhost:3000']], [['http://a.example', 'http://b.example']], [['--tokens', 'x']]])(
  'the options %j are refused with its help',
  async options => {
    const { code, printed } = await smoke(...options);
    expect(code).toBe(1);
    expect(printed).toContain('npm run smoke -- <URL>');
  },
);
