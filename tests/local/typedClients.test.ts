import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../support/servers/commands.ts';

const run = promisify(execFile);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-management-api-clients-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes a client of openapi.json with a generator from npm, and returns its output. */
async function generate(generator: string, ...args: string[]): Promise<string> {
  const program = join(root, 'tests/typedClient/node_modules/.bin', generator);
  const { FORCE_COLOR: _, ...env } = process.env;
  const { stdout, stderr } = await run(program, args, { cwd: root, env: { ...env, NO_COLOR: '1' } });
  return `${stdout}${stderr}`;
}

/** Compiles a program that uses the generated client, and returns the output of the compiler. */
async function compile(program: string): Promise<string> {
  const compilerOptions = {
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    noEmit: true,
  };
  await writeFile(join(folder, 'program.ts'), program);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [compiler, '--project', folder]).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr, message }) => stdout || stderr || message,
  );
}

/** This compiles only if the types of texts, words and nulls are exactly those of the API. */
const USE = `
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isText: Same<Event['title'], string> = true;
const isWord: Same<Event['status'], 'active' | 'cancelled' | 'completed' | 'draft'> = true;
const isPosition: Same<Registration['waitlistPosition'], number | null> = true;
const isHint: Same<Event['expectedPeople'], number | undefined> = true;
const isTime: Same<Event['startsAt'], string | undefined> = true;
const isInstant: Same<Event['opensAt'], string | undefined> = true;
const isTold: Same<Problem['opensAt'], string | undefined> = true;
const areRules: Same<Problem['errors'], BrokenRule[] | undefined> = true;
const create: CreateEvent = {
  title: 'Café', description: 'Cake.', date: '2027-05-01', location: 'Town hall', organizer: 'Grace', capacity: 1,
  hasWaitlist: null, expectedPeople: null,
};
const { date: _, ...undated } = create;
const timed: CreateEvent = {
  ...undated, startsAt: '2027-05-01T19:00', endsAt: '2027-05-01T22:00', timeZone: 'Europe/Berlin',
};
const update: UpdateEvent = { title: null, status: null, expectedPeople: null, startsAt: null, closesAt: null, waitlistCapacity: null };
// @ts-expect-error A title cannot be left out.
const untitled: CreateEvent = { ...create, title: null };
// @ts-expect-error There is no such status.
const unknown: UpdateEvent = { status: 'open' };
`;

test('@hey-api/openapi-ts makes a client with the types of answers and problems, without a warning', async () => {
  const printed = await generate(
    'openapi-ts',
    '-i',
    'openapi.json',
    '-o',
    join(folder, 'client'),
    '--no-log-file',
  );
  expect(printed).toContain('Done!');
  expect(printed).not.toMatch(/warn|error|⚠/i);
  const names = 'BrokenRule, CreateEvent, Event, Problem, Registration, TooManyRequests, UpdateEvent';
  const program = `
import { createEvent, listEventRegistrations, type ${names.replaceAll(', ', ', type ')} } from './client';
${USE}
export async function run(): Promise<string | undefined> {
  const { data, error } = await createEvent({ body: create, headers: { 'Idempotency-Key': 'a-key' } });
  if (!data) {
    const isProblem: Same<typeof error, Problem | TooManyRequests> = true;
    return 'code' in error ? error.code : error.message;
  }
  const { data: rows = [] } = await listEventRegistrations({ path: data, query: { limit: 10 } });
  const areRegistrations: Same<typeof rows, Registration[]> = true;
  return rows[0]?.registrationId;
}
`;
  expect(await compile(program)).toBe('');
});

test('openapi-typescript makes the types of answers and problems, without a warning', async () => {
  const printed = await generate('openapi-typescript', 'openapi.json', '-o', join(folder, 'api.d.ts'));
  expect(printed).toContain('openapi.json → ');
  expect(printed).not.toMatch(/warn|error|⚠/i);
  const names = ['BrokenRule', 'CreateEvent', 'Event', 'Problem', 'Registration', 'UpdateEvent'];
  const program = `
import type { components, operations } from './api';
${names.map(name => `type ${name} = components['schemas']['${name}'];`).join('\n')}
${USE}
type Answers = operations['registerForEvent']['responses'];
const isProblem: Same<Answers[409]['content']['application/problem+json'], Problem> = true;
`;
  expect(await compile(program)).toBe('');
});
