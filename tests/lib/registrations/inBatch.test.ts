import { withDeadline } from '../../../lib/core/deadline.ts';
import { eventFull, nothingChanged } from '../../../lib/core/refusals.ts';
import { counting } from '../../../lib/core/usage.ts';
import { seesAll } from '../../../lib/domain/drafts.ts';
import { inBatch } from '../../../lib/registrations/inBatch.ts';
import { keepLog } from '../../support/api/log.ts';
import { anEvent } from '../../support/records/records.ts';

const ENTRIES = ['ada', 'ben', 'cleo', 'dan'].map(userId => ({ userId }));

/** Carries out a batch whose entries end in turn with these errors, or else are done. */
async function run(remainingMs: number, errors: Record<string, () => Error>) {
  const batch = { eventId: await anEvent(), request: undefined, requestId: 'request', findSight: seesAll };
  const tried: string[] = [];
  const carryOut = async ({ userId }: { userId: string }) => {
    tried.push(userId);
    const error = errors[userId]?.();
    if (error) throw error;
    return { value: {}, isReplay: false };
  };
  const log = keepLog();
  try {
    return await counting(async ({ happenings }) => {
      const { value } = await withDeadline(remainingMs, () =>
        inBatch(batch, ENTRIES, { status: 200, carryOut }),
      );
      const lines = log.lines().length;
      return { statuses: value.map(({ status }) => status), tried, happenings, lines };
    });
  } finally {
    log.stop();
  }
}

test('what fails on the side of the service is a metric and has a line, and the other entries go on', async () => {
  const errors = { ada: () => new Error('broken'), ben: nothingChanged, cleo: () => eventFull(1) };
  expect(await run(60_000, errors)).toEqual({
    statuses: [500, 503, 409, 200],
    tried: ['ada', 'ben', 'cleo', 'dan'],
    happenings: { entriesFailed: 2 },
    lines: 2,
  });
});

test('nothing more is tried once the deadline refused an entry, and one line tells of all that were left', async () => {
  expect(await run(2400, { ben: nothingChanged })).toEqual({
    statuses: [200, 503, 503, 503],
    tried: ['ada', 'ben'],
    happenings: { entriesFailed: 3 },
    lines: 1,
  });
});

test('no entry that is refused for its own reasons is counted as a failure', async () => {
  const answer = await run(60_000, { ada: () => eventFull(1) });
  expect(answer).toMatchObject({ statuses: [409, 200, 200, 200], happenings: {}, lines: 0 });
});
