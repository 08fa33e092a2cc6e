import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, resultIn } from '../support/servers/benchProgram.ts';
import { cleanUp, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

test('npm run bench:oversell sells too many seats by reading first, and each seat once in this service', async () => {
  const out = await temporaryFolder();
  const stdout = await outputOf(
    'oversell',
    '--people=20',
    '--seats=2',
    '--over=0',
    '--slow=1',
    `--out=${out}`,
  );
  expect(stdout).toContain(
    'reached  20 people at once, 2 seats: this service sells each seat once, and nothing is double, lost or out of order',
  );
  const { runs } = JSON.parse(await readFile(join(out, 'oversell.json'), 'utf8'));
  const [express, service] = runs;
  expect(express.findings.seatsSold).toBeGreaterThan(2);
  expect(express.findings.lostCounts).toBeGreaterThan(0);
  expect(service).toMatchObject({ way: 'service', statuses: '20 × 201, 2 × 409', findings: RIGHT });
  expect(await readFile(join(out, 'oversell.svg'), 'utf8')).toContain('this service, at once');
});

const RIGHT = {
  seatsSold: 2,
  doubleRows: 0,
  toldTwice: 0,
  lostCounts: 0,
  sharedPositions: 0,
  overtakers: 0,
  brokenPromises: 0,
};

const seat = (userId: string) => ({ userId, status: 'registered' });
const place = (userId: string) => ({ userId, status: 'waitlisted' });
const told = (userId: string, waitlistPosition: number | null, sentAt = 0) => ({
  userId,
  sentAt,
  answeredAt: sentAt + 10,
  answer: {
    status: 201,
    body: { userId, status: waitlistPosition ? 'waitlisted' : 'registered', waitlistPosition },
  },
});
const refused = (userId: string) => ({ ...told(userId, null), answer: { status: 409, body: {} } });

type Event = { rows: object[]; counts: [number, number]; answers: object[]; holds?: [number, number] };

const findingsIn = (event: Event): Promise<Record<string, number>> =>
  resultIn(
    `const { findingsOf } = await import('./bench/oversell/findings.ts');
    const [registeredCount, waitlistCount] = input.counts;
    const [seat, queue] = input.holds ?? [0, 0];
    return findingsOf({ rows: input.rows, registeredCount, waitlistCount }, { seat, queue }, input.answers);`,
    event,
  );

const everybody = [told('ada', null), told('ben', null), told('cy', 1), told('dan', 2, 20)];
const event: Event = {
  rows: [seat('ada'), seat('ben'), place('cy'), place('dan')],
  counts: [2, 2],
  answers: [...everybody, refused('ada')],
};

test('nothing is found at an event whose seats, counters, order and answers agree', async () => {
  expect(await findingsIn(event)).toEqual(RIGHT);
  expect(await findingsIn({ ...event, counts: [3, 2], holds: [1, 0] })).toEqual(RIGHT);
});

test.each<[string, Partial<Event>, object]>([
  ['a seat too many', { rows: [...event.rows, seat('eve')], counts: [3, 2] }, { seatsSold: 3 }],
  ['a row too many', { rows: [...event.rows, place('cy')], counts: [2, 3] }, { doubleRows: 1 }],
  ['a second promise', { answers: [...everybody, told('ada', null)] }, { toldTwice: 1 }],
  ['a position that one person is told twice', { answers: [...everybody, told('cy', 1)] }, { toldTwice: 1 }],
  ['a count too few and one too many', { counts: [1, 3] }, { lostCounts: 2 }],
  [
    'a position of two people',
    { answers: [...everybody.slice(0, 3), told('dan', 1, 20)] },
    { sharedPositions: 2 },
  ],
  [
    'a place in front of somebody who was told before',
    { rows: [seat('ada'), seat('ben'), place('dan'), place('cy')] },
    { overtakers: 1 },
  ],
  [
    'a promise without a row',
    { rows: event.rows.slice(1), counts: [1, 2] },
    { seatsSold: 1, brokenPromises: 1 },
  ],
])('%s is found', async (_what, changes, expected) => {
  expect(await findingsIn({ ...event, ...changes })).toEqual({ ...RIGHT, ...expected });
});
