import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { conditionsBeside } from './conditionsBeside.ts';
import { type Answer, cancelled, type Exception, exception, REASONS, type Reason } from './exceptions.ts';
import { itemHolders } from './holders.ts';
import { type Durations, durationOf, type Random } from './random.ts';
import type { Call, Target } from './wire.ts';
import { writeUnits } from './writeUnits.ts';

/**
 * How long calls take in AWS, in milliseconds: the measured ones of "Distributed Transactions at Scale in Amazon
 * DynamoDB" (USENIX ATC 2023); where that has no p99, the spread of transactions.
 */
const MEASURED = {
  transaction: { p50: 25, p99: 93 },
  /** It ends before its commit would begin. */
  cancellation: { p50: 12.5, p99: 46.5 },
  write: { p50: 7.6, p99: 28 },
  read: { p50: 4, p99: 15 },
} satisfies Record<string, Durations>;

export type ContentionOptions = {
  /** May be changed while the weather lasts. */
  durations?: Partial<Record<keyof typeof MEASURED, Durations>>;
  /**
   * Whether a transaction in conflict hears of its other conditions too, as in AWS; true when left out. It costs a
   * call of the engine for each conflict.
   */
  tellsOfConditions?: boolean;
  /** What one item takes; 1,000 write units when left out, as in AWS. */
  unitsASecond?: number;
};

/** A call that nobody waits for any more keeps no process alive. */
const sleep = (ms: number) => setTimeout(Math.max(0, ms), undefined, { ref: false });

/** Has the engine answer a request, or the transaction `body` in its place. */
export type CarryOut = (body?: string) => Promise<Answer>;

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/**
 * How DynamoDB lets requests wait for, and stand in the way of, each other, which no local engine does. An item is in
 * one write transaction at a time, from its prepare to its commit. Another transaction with it, if only in a
 * condition, is cancelled for it, and a plain write of it is refused. Reads never are, but those in a transaction, nor plain
 * writes by each other.
 */
export class Contention {
  readonly #random: Random;
  readonly #options: ContentionOptions;
  readonly #count: (what: string) => void;
  readonly #tokens = new Map<string, 'under way' | 'committed'>();
  readonly #holders = itemHolders();
  readonly #take: ReturnType<typeof writeUnits>;

  /** `count` is told of everything that stood in the way of a request. */
  constructor(random: Random, options: ContentionOptions, count: (what: string) => void) {
    this.#random = random;
    this.#options = options;
    this.#count = count;
    this.#take = writeUnits({ unitsASecond: options.unitsASecond });
  }

  async answer(call: Call, carryOut: CarryOut): Promise<Answer> {
    if (call.operation === 'TransactWriteItems') return this.#transact(call, carryOut);
    if (WRITES.includes(call.operation)) return this.#write(call, carryOut);
    await this.#wait('read');
    const isHeld = (item: Target) => call.operation === 'TransactGetItems' && this.#holders.isHeld(item);
    if (call.items().some(isHeld)) {
      this.#count('TransactionConflict');
      return cancelled(call.items().map(item => (isHeld(item) ? REASONS.TransactionConflict : REASONS.None)));
    }
    return carryOut();
  }

  #wait(kind: keyof typeof MEASURED, since = performance.now()) {
    const durationMs = durationOf(this.#options.durations?.[kind] ?? MEASURED[kind], this.#random);
    return sleep(durationMs - (performance.now() - since));
  }

  /** A token says whether this is the repetition of a transaction, which stands in nobody's way. */
  async #transact(call: Call, carryOut: CarryOut): Promise<Answer> {
    const token = call.token() ?? randomUUID();
    const before = this.#tokens.get(token);
    if (before === 'under way') return exception('TransactionInProgressException');
    if (before === 'committed') {
      await this.#wait('read');
      return carryOut();
    }
    const items = call.items();
    const reasons = this.#obstacles(items);
    if (reasons) return this.#cancel(items, reasons, carryOut);
    this.#tokens.set(token, 'under way');
    try {
      const answer = await this.#carryOutAlone(items, carryOut);
      if (answer.status === 200) this.#tokens.set(token, 'committed');
      return answer;
    } finally {
      if (this.#tokens.get(token) === 'under way') this.#tokens.delete(token);
    }
  }

  /** What stands in the way of each item of a transaction; nothing, when nothing does. */
  #obstacles(items: Target[]): Reason[] | undefined {
    const { isHeld } = this.#holders;
    if (items.some(isHeld)) {
      this.#count('TransactionConflict');
      return items.map(item => (isHeld(item) ? REASONS.TransactionConflict : REASONS.None));
    }
    const hasUnits = items.map(item => this.#take(item, true));
    if (!hasUnits.includes(false)) return undefined;
    this.#count('ThrottlingError');
    return hasUnits.map(has => (has ? REASONS.None : REASONS.ThrottlingError));
  }

  /** The items that were free were prepared in vain. */
  async #cancel(items: Target[], reasons: Reason[], carryOut: CarryOut): Promise<Answer> {
    const { isHeld, hold } = this.#holders;
    const letGo = hold(items.filter(item => !isHeld(item)));
    const { tellsOfConditions = true } = this.#options;
    try {
      const [conditions] = await Promise.all([
        tellsOfConditions ? conditionsBeside(items, reasons, carryOut) : reasons,
        this.#wait('cancellation'),
      ]);
      return cancelled(conditions);
    } finally {
      letGo();
    }
  }

  /** The engine decides at once, and others are kept off until the time of the commit; an item that refuses is free. */
  async #carryOutAlone(items: Target[], carryOut: CarryOut): Promise<Answer> {
    const letGo = this.#holders.hold(items);
    const begun = performance.now();
    try {
      const answer = await carryOut();
      const isRefused = answer.status === 400;
      if (isRefused) letGo(refusingOf(items, answer));
      await this.#wait(isRefused ? 'cancellation' : 'transaction', begun);
      return answer;
    } finally {
      letGo();
    }
  }

  async #write(call: Call, carryOut: CarryOut): Promise<Answer> {
    // Nothing is known of what AWS does to a batch in conflict: here it waits for no transaction.
    const isAlone = call.operation !== 'BatchWriteItem';
    const begun = performance.now();
    const refusal = (name: Exception) => {
      this.#count(name);
      return exception(name);
    };
    if (isAlone && call.items().some(this.#holders.isHeld)) return refusal('TransactionConflictException');
    if (call.items().some(item => !this.#take(item, false))) return refusal('ThrottlingException');
    const answer = await carryOut();
    await this.#wait('write', begun);
    return answer;
  }
}

/** The items whose conditions did not hold: they were never prepared. */
function refusingOf(items: Target[], { body }: Answer): Target[] {
  const { CancellationReasons = [] } = JSON.parse(String(body)) as { CancellationReasons?: Reason[] };
  return items.filter((_, n) => CancellationReasons[n]?.Code === 'ConditionalCheckFailed');
}
