import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, resultIn } from '../support/servers/benchProgram.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

/** Runs the benchmark with a few people, in faster time. Returns its output, and what it wrote as JSON. */
async function sellout(...options: string[]) {
  const json = join(await temporaryFolder(), 'sellout.json');
  const stdout = await outputOf('sellout', '--slow', '0.5', '--scale', '1', '--json', json, ...options);
  return { stdout, runs: JSON.parse(await readFile(json, 'utf8')).runs as Record<string, unknown>[] };
}

test('npm run bench:sellout lets events sell out to fresh and to warm instances, and checks every pair', async () => {
  const { stdout, runs } = await sellout('--sizes', '2,4', '--ways', 'service', '--check-scale');
  expect(stdout.match(/^[24] .* (fresh|warm) .* service .* × 201/gm)).toHaveLength(6);
  expect(stdout).toMatch(/^(reached|MISSED ) {2}fresh: the largest takes at most 1.5 times as long/m);
  expect(stdout).toContain('reached  nobody overtakes somebody who was told to wait before (0)');
  expect(stdout).toContain('reached  seats, counters, rows and answers agree after each run');
  expect(stdout.match(/^(reached|MISSED ) {2}\w+: scale 1 and 2 agree within 25 %/gm)).toHaveLength(2);
  expect(
    runs.map(({ seats, start, instances, newInstances }) => [seats, start, instances === newInstances]),
  ).toEqual([
    [2, 'fresh', true],
    [2, 'warm', false],
    [4, 'fresh', true],
    [4, 'warm', false],
  ]);
});

test('npm run bench:sellout compares with plain transactions and plain holds', async () => {
  const { runs } = await sellout('--sizes', '3', '--ways', 'plain transactions,plain holds');
  const found = runs.map(({ way, statuses, overtakers, broken }) => ({ way, statuses, overtakers, broken }));
  const well = { statuses: '6 × 201', overtakers: 0, broken: [] };
  const ways = ['plain transactions', 'plain holds', 'plain transactions', 'plain holds'];
  expect(found).toEqual(ways.map(way => ({ way, ...well })));
});

test('a way that there is not is refused with those that there are', async () => {
  await expect(outputOf('sellout', '--ways', 'luck')).rejects.toThrow(
    'The ways are: service, plain transactions, plain holds.',
  );
});

/** The outcome of a sell-out at scale 10, in which everybody was answered a 201 after so many milliseconds. */
const outcomeOf = (waits: number[], changes: object = {}, way = 'service') => ({
  sellout: { seats: 20_000, start: 'fresh', way, scale: 10, slow: 1, seed: 1 },
  answers: waits.map(waitMs => ({ status: 201, waitMs, atMs: waitMs })),
  consumed: { read: 3, write: 9 },
  instances: 1,
  newInstances: 1,
  busy: 0,
  broken: [],
  openHolds: 0,
  overtakers: 0,
  ...changes,
});

/** What a function of a file of the benchmark returns. */
const returnedBy = <Result = string>(file: string, name: string, ...input: unknown[]): Promise<Result> =>
  resultIn(
    `const { ${name} } = await import('./bench/sellout/${file}.ts'); return ${name}(...input);`,
    input,
  );

test('a 503, a long wait and somebody who overtakes others are missed targets', async () => {
  const sentAway = { status: 503, waitMs: 19_000, atMs: 19_000 };
  const outcomes = [outcomeOf([], { answers: [sentAway], overtakers: 2 })];
  const lines = await returnedBy<string[]>('targets', 'serviceTargets', outcomes);
  expect(lines).toContain('MISSED   fresh, 20,000 seats: nobody is answered a 503 (1 of 1)');
  expect(lines).toContain('MISSED   fresh, 20,000 seats: p99 is below 2.0 s (19.0 s)');
  expect(await returnedBy<string[]>('targets', 'invariantTargets', outcomes)).toContain(
    'MISSED   nobody overtakes somebody who was told to wait before (2)',
  );
});

test.each([
  ['agrees while times differ by a quarter at most', [120, 210], /^reached/],
  ['disagrees when they differ by more', [100, 300], /^MISSED/],
])('another scale %s', async (_what, waits, line) => {
  expect(await returnedBy('targets', 'scaleTarget', outcomeOf([100, 200]), outcomeOf(waits))).toMatch(line);
});

test('a curve counts people at full scale who were answered other than with a 503', async () => {
  const answers = [
    { status: 201, waitMs: 50, atMs: 50 },
    { status: 503, waitMs: 60, atMs: 60 },
    { status: 409, waitMs: 50, atMs: 230 },
  ];
  expect(await returnedBy('curve', 'curveOf', outcomeOf([], { answers }))).toEqual([
    [0, 0],
    [0.1, 10],
    [0.2, 10],
    [0.3, 20],
  ]);
});

test('the plot has a line for each way, and says what its axes are', async () => {
  const outcomes = [outcomeOf([100, 200]), outcomeOf([100, 900], {}, 'plain holds')];
  const plot = await returnedBy('plot', 'plotOf', outcomes);
  expect(plot).toMatch(/^<svg /);
  for (const text of [
    'service',
    'plain holds',
    'seconds since',
    'people with an answer',
    '40,000 people come',
  ]) {
    expect(plot).toContain(text);
  }
});
