import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { askingForCapacity, PartitionCapacity } from './capacity.ts';
import { conditionsBeside } from './conditionsBeside.ts';
import { type ContentionOptions, MEASURED } from './contentionOptions.ts';
import { type Answer, cancelled, type Exception, exception, REASONS, type Reason } from './exceptions.ts';
import { itemHolders } from './holders.ts';
import { durationOf, type Random } from './random.ts';
import type { Call, Target } from './wire.ts';

/** The timer does not keep the process alive after the test. */
const sleep = (ms: number) => setTimeout(Math.max(0, ms), undefined, { ref: false });

/** Sends a request to the engine. `body` replaces the body of a transaction. */
export type CarryOut = (body?: string) => Promise<Answer>;

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/**
 * The waiting and the conflicts of requests in DynamoDB, which local engines do not have. An item is in one write
 * transaction at a time, from its prepare to its commit. Another transaction with the item is cancelled, even if it has
 * only a condition on it, and a plain write of the item is refused. Plain reads are never refused, and plain writes do
 * not conflict with each other.
 */
export class Contention {
  readonly #random: Random;
  readonly #options: ContentionOptions;
  readonly #count: (what: string) => void;
  readonly #tokens = new Map<string, 'under way' | 'committed'>();
  readonly #holders = itemHolders();
  readonly #capacity: PartitionCapacity;

  /** `count` is called with the name of each refusal. */
  constructor(random: Random, options: ContentionOptions, count: (what: string) => void) {
    this.#random = random;
    this.#options = options;
    this.#count = count;
    this.#capacity = new PartitionCapacity(options.limits);
  }

  async answer(call: Call, carryOut: CarryOut): Promise<Answer> {
    if (call.operation === 'TransactWriteItems') return this.#transact(call, carryOut);
    if (WRITES.includes(call.operation)) return this.#write(call, carryOut);
    return this.#read(call, carryOut);
  }

  async #read(call: Call, carryOut: CarryOut): Promise<Answer> {
    await this.#wait('read');
    const isHeld = (item: Target) => call.operation === 'TransactGetItems' && this.#holders.isHeld(item);
    if (call.items().some(isHeld)) {
      this.#count('TransactionConflict');
      return cancelled(call.items().map(item => (isHeld(item) ? REASONS.TransactionConflict : REASONS.None)));
    }
    const partition = call.indexPartition();
    const isThrottled = partition
      ? !this.#capacity.hasUnits('read', partition)
      : call.items().some(item => !this.#capacity.admits('read', item));
    if (isThrottled) return this.#refuse('ThrottlingException');
    return this.#charged('read', call, carryOut);
  }

  #refuse(name: Exception): Answer {
    this.#count(name);
    return exception(name);
  }

  /** Has the engine answer, and charges the partitions with the units that it reports. */
  async #charged(kind: 'read' | 'write', call: Call, carryOut: CarryOut): Promise<Answer> {
    const answer = await carryOut(askingForCapacity(call.body));
    this.#capacity.settle(kind, call, answer);
    return answer;
  }

  #wait(kind: keyof typeof MEASURED, since = performance.now()) {
    const durationMs = durationOf(this.#options.durations?.[kind] ?? MEASURED[kind], this.#random);
    return sleep(durationMs - (performance.now() - since));
  }

  /** A repeated token is the repetition of a transaction, which conflicts with nothing. */
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
    if (reasons) return this.#cancel(call, reasons, carryOut);
    this.#tokens.set(token, 'under way');
    try {
      const answer = await this.#carryOutAlone(call, carryOut);
      if (answer.status === 200) this.#tokens.set(token, 'committed');
      return answer;
    } finally {
      if (this.#tokens.get(token) === 'under way') this.#tokens.delete(token);
    }
  }

  /** Returns the reason of each item to cancel a transaction, or `undefined` if there is none. */
  #obstacles(items: Target[]): Reason[] | undefined {
    const { isHeld } = this.#holders;
    if (items.some(isHeld)) {
      this.#count('TransactionConflict');
      this.#capacity.chargeCancelled(items.filter(item => !isHeld(item)));
      return items.map(item => (isHeld(item) ? REASONS.TransactionConflict : REASONS.None));
    }
    const hasUnits = items.map(item => this.#capacity.admits('write', item, 2));
    if (!hasUnits.includes(false)) return undefined;
    this.#count('ThrottlingError');
    return hasUnits.map(has => (has ? REASONS.None : REASONS.ThrottlingError));
  }

  /** Cancels a transaction. Its other items were prepared: they cost their units, and are locked until the answer. */
  async #cancel(call: Call, reasons: Reason[], carryOut: CarryOut): Promise<Answer> {
    const { isHeld, hold } = this.#holders;
    const items = call.items();
    const prepared = items.filter(item => !isHeld(item));
    const letGo = hold(prepared);
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

  /** Carries out a transaction, and locks its items until the time of its commit. Items that refuse are not locked. */
  async #carryOutAlone(call: Call, carryOut: CarryOut): Promise<Answer> {
    const items = call.items();
    const letGo = this.#holders.hold(items);
    const begun = performance.now();
    try {
      const answer = await this.#charged('write', call, carryOut);
      const isRefused = answer.status === 400;
      if (isRefused) letGo(refusingOf(items, answer));
      await this.#wait(isRefused ? 'cancellation' : 'transaction', begun);
      return answer;
    } finally {
      letGo();
    }
  }

  async #write(call: Call, carryOut: CarryOut): Promise<Answer> {
    // The behaviour of AWS for a batch in conflict is not known. Here a batch conflicts with no transaction.
    const isAlone = call.operation !== 'BatchWriteItem';
    const begun = performance.now();
    const items = call.items();
    if (isAlone && items.some(this.#holders.isHeld)) return this.#refuse('TransactionConflictException');
    if (items.some(item => !this.#capacity.admits('write', item))) return this.#refuse('ThrottlingException');
    const answer = await this.#charged('write', call, carryOut);
    await this.#wait('write', begun);
    return answer;
  }
}

/** The items whose conditions did not hold, and which were therefore never prepared. */
function refusingOf(items: Target[], { body }: Answer): Target[] {
  const { CancellationReasons = [] } = JSON.parse(String(body)) as { CancellationReasons?: Reason[] };
  return items.filter((_, n) => CancellationReasons[n]?.Code === 'ConditionalCheckFailed');
}
