import { AsyncLocalStorage } from 'node:async_hooks';

/** What an invocation used of the database: its calls, the units that these cost, and how often it met others there. */
export type Usage = {
  calls: number;
  readUnits: number;
  writeUnits: number;
  retries: number;
  conflicts: number;
};

/** What may happen in an invocation, by the names of the metrics that tell of it. */
export type Happening =
  | 'registered'
  | 'waitlisted'
  | 'promoted'
  | 'checked_in'
  | 'check_in_undone'
  | 'unregistered'
  | 'removed'
  | 'holdsAcquired'
  | 'holdsConfirmed'
  | 'holdsReleased'
  | 'entriesFailed'
  | 'noticesLate'
  | 'auditViolations'
  | 'auditsIncomplete';

export type Happenings = Partial<Record<Happening, number>>;

/** What may come late in an invocation, by the names of the metrics that measure by how many milliseconds. */
export type Delay = 'promotionDelay';

export type Delays = Partial<Record<Delay, number[]>>;

type Counts = { usage: Usage; happenings: Happenings; delays: Delays };

const counted = new AsyncLocalStorage<Counts>();

/** Runs `work`, which gets the counts of what it uses and of what happens in it, and how late that is. */
export function counting<Result>(work: (counts: Counts) => Result): Result {
  const usage = { calls: 0, readUnits: 0, writeUnits: 0, retries: 0, conflicts: 0 };
  const counts = { usage, happenings: {}, delays: {} };
  return counted.run(counts, () => work(counts));
}

/** Adds to what the invocation used. */
export function addUsage(more: Partial<Usage>): void {
  const usage = counted.getStore()?.usage;
  if (!usage) return;
  for (const [name, count] of Object.entries(more) as [keyof Usage, number][]) usage[name] += count;
}

/** Notes that something happened so many times in the invocation. */
export function happened(what: Happening, times = 1): void {
  const happenings = counted.getStore()?.happenings;
  if (happenings) happenings[what] = (happenings[what] ?? 0) + times;
}

/** Notes that something came so many milliseconds late, so many times in the invocation. */
export function delayed(what: Delay, milliseconds: number, times: number): void {
  const delays = counted.getStore()?.delays;
  if (!delays) return;
  delays[what] ??= [];
  delays[what].push(...Array(times).fill(milliseconds));
}
