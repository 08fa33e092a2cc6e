import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultIn } from '../support/servers/benchProgram.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

/** What a function of a file of the benchmark returns. */
const returnedBy = <Result = string>(file: string, name: string, ...input: unknown[]): Promise<Result> =>
  resultIn(`const { ${name} } = await import('./bench/speed/${file}.ts'); return ${name}(...input);`, input);

const starts = (...coldMs: number[]) =>
  coldMs.map(ms => ({ importMs: ms - 10, firstMs: 10, lastMs: 6, coldMs: ms, spawnMs: ms + 30 }));
const sampled = (operation: string, system: string, samples: unknown[]) => ({ operation, system, samples });

/** What a run measures of this service and, unless it was left out, of FastAPI. */
const parts = (service: number, fastapi?: number) => ({
  cold: [
    sampled('read an event', 'service', starts(service, service + 10)),
    ...(fastapi ? [sampled('read an event', 'fastapi', starts(fastapi, fastapi + 10))] : []),
  ],
  warm: [
    sampled('read an event', 'service', [1, 1]),
    ...(fastapi ? [sampled('read an event', 'fastapi', [2, 3])] : []),
  ],
  costs: [
    sampled('read an event', 'service', [{ calls: 1, readUnits: 2, writeUnits: 0, modelledMs: 5 }]),
    sampled('read an event', 'express', [{ calls: 1, readUnits: 0.5, writeUnits: 1, modelledMs: 4 }]),
  ],
  functions: [
    {
      name: 'getEvent',
      kilobytes: { now: 250, earlier: 700 },
      starts: { now: starts(60), earlier: starts(110) },
    },
    {
      name: 'getDocs',
      kilobytes: { now: 300, earlier: 700 },
      starts: { now: starts(100), earlier: starts(110) },
    },
  ],
});

/** What a function of a file of the benchmark returns for such a run. */
const reported = <Result = string>(file: string, name: string, ...run: [number, number?]): Promise<Result> =>
  resultIn(
    `const { Measurements } = await import('./bench/speed/measurements.ts');
    const { ${name} } = await import('./bench/speed/${file}.ts');
    const all = samples => Object.assign(new Measurements(), { all: samples });
    const { cold, warm, costs, functions } = input;
    const machine = { cores: 2, cpu: 'a processor', platform: 'linux x64', node: '24.0.0', python: 'none', date: '2027-01-01' };
    return ${name}({ machine, functions, cold: all(cold), warm: all(warm), costs: all(costs) });`,
    parts(...run),
  );

test('a summary is the median of rounds, and a ratio is that of the ratios within them', async () => {
  expect(await returnedBy('statistics', 'summaryOf', [5, 1, 4, 2, 3])).toEqual({
    median: 3,
    low: 2,
    high: 4,
  });
  expect(await returnedBy('statistics', 'ratioOf', [10, 200, 30], [5, 100, 10])).toMatchObject({ median: 2 });
});

test('the price of a million follows from the units of reads and writes', async () => {
  const price = await returnedBy<number>('prices', 'priceOfAMillion', { readUnits: 4, writeUnits: 2 });
  expect(price).toBe(4 * 0.125 + 2 * 0.625);
});

test('targets are reached or missed by what was measured', async () => {
  const lines = await reported<string[]>('targets', 'speedTargets', 100, 800);
  expect(lines).toContain(
    'reached  read an event: a cold start at least 7 times as fast as FastAPI (× 7.36)',
  );
  expect(lines).toContain('reached  read an event: warm, at least 2 times as fast as FastAPI (× 2.00)');
  expect(lines).toContain('MISSED   read an event: the first answer at most 3 ms over the tenth (4.0 ms)');
  expect(lines).toContain('MISSED   every bundle with a route is below 260 KB (1 of 2; getDocs: 300 KB)');
  expect(lines).toContain(
    'MISSED   every import takes at most 0.6 of that of the earlier packaging (1 of 2; getDocs: 0.90)',
  );
  const slow = await reported<string[]>('targets', 'speedTargets', 100, 600);
  expect(slow).toContain('MISSED   read an event: a cold start at least 7 times as fast as FastAPI (× 5.55)');
});

test('without FastAPI its targets are said not to be measured', async () => {
  const lines = await reported<string[]>('targets', 'speedTargets', 100);
  expect(lines.filter(line => line.startsWith('not measured'))).toHaveLength(5);
});

test('each table has a row for each system, with its ratio to this service', async () => {
  const tables = await resultIn<string[]>(
    `const { Measurements } = await import('./bench/speed/measurements.ts');
    const { coldTable, costTable } = await import('./bench/speed/tables.ts');
    const all = samples => Object.assign(new Measurements(), { all: samples });
    return [coldTable(all(input.cold)), costTable(all(input.costs))];`,
    parts(100, 800),
  );
  expect(tables[0]).toMatch(/^read an event +this service +100\.0 \(100\.0–110\.0\) +× 1\.0 /m);
  expect(tables[0]).toMatch(/^ +FastAPI +800\.0 \(800\.0–810\.0\) +× 7\.4 /m);
  expect(tables[1]).toMatch(/^ +Express +1 +0\.5 +1 +0\.69 +4$/m);
});

test('the plots name the systems, the machine and the region of the prices', async () => {
  const plots = await reported<Record<string, string>>('plots', 'plotsOf', 100, 800);
  expect(Object.keys(plots)).toEqual(['cold', 'warm', 'price']);
  for (const text of [
    '<svg ',
    'this service',
    'FastAPI',
    'read an event',
    '2 cores, Node 24.0.0, 2027-01-01',
  ])
    expect(plots.cold).toContain(text);
  expect(plots.price).toContain('us-east-1');
});

test('no round begins when the time for rounds is used up, and one is run at least', async () => {
  const rounds = await resultIn<number[]>(`
    const { inRounds } = await import('./bench/speed/rounds.ts');
    const run = [];
    await inRounds('rounds', { rounds: 3, ms: 60_000 }, async round => { run.push(round); });
    await inRounds('no time', { rounds: 3, ms: -1 }, async round => { run.push(round); });
    return run;`);
  expect(rounds).toEqual([0, 1, 2, 0]);
});

test('FastAPI is left out with what to install where there is no Python', async () => {
  const found = await resultIn<{ missing: string }>(`
    process.env.PATH = '';
    const { fastapiPython } = await import('./bench/speed/python.ts');
    return fastapiPython();`);
  expect(found.missing).toContain('This needs Python 3.11 or newer');
});

test('a system that there is not is refused with those that there are', async () => {
  await expect(returnedBy('systems', 'systemsOf', 'service,luck')).rejects.toThrow(
    'The systems are: service, bare, express, fastapi.',
  );
});

test('an instance that ends, and an answer with another status, are errors', async () => {
  const errors = await resultIn<string[]>(`
    const { Instance } = await import('./bench/speed/instance.ts');
    const { ensureStatus } = await import('./bench/speed/fleet.ts');
    const launch = { command: process.execPath, args: ['--eval', 'process.exit(1)'], file: 'a.js', env: {} };
    const messages = [];
    await new Instance(launch).first.catch(({ message }) => messages.push(message));
    try { ensureStatus([{ ms: 1, status: 500, body: 'broken' }], 200, 'getEvent'); }
    catch ({ message }) { messages.push(message); }
    return messages;`);
  expect(errors).toEqual([
    'An instance of a.js ended, or did not answer within a minute.',
    'getEvent was answered with a 500: broken',
  ]);
});

test('the size of a bundle is that of all files which it loads when it starts', async () => {
  const folder = await temporaryFolder();
  const files = {
    'one.js': "import './shared.js'; export const later = () => import('./later.js');",
    'shared.js': "import 'node:path'; export const shared = 1;",
    'later.js': 'export default 1;',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const kilobytes = await resultIn<number>(
    `const { kilobytesOf } = await import('./bench/speed/bundles.ts');
    return kilobytesOf(input);`,
    join(folder, 'one.js'),
  );
  expect(kilobytes).toBe((files['one.js'].length + files['shared.js'].length) / 1000);
});
