import type { Scheduler } from 'fast-check';
import { cancelled, exception, REASONS } from '../simulator/exceptions.ts';
import type { Call } from '../simulator/wire.ts';
import type { Conduct } from './router.ts';

const PLAIN_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * Holds back every call of the database until the scheduler admits it, one at a time. A transaction waits twice, before
 * its prepare and before its commit. Calls that touch its items in between are in conflict with it, as in DynamoDB.
 */
export class Gate {
  #waiting = 0;
  #working = 0;
  #notice = () => {};
  readonly #scheduler: Scheduler;
  readonly #locked = new Set<string>();

  #conflicts: number;

  /** The first `conflicts` transactions are in conflict with others, so that few people behave like a crowd. */
  constructor(scheduler: Scheduler, conflicts = 0) {
    this.#scheduler = scheduler;
    this.#conflicts = conflicts;
  }

  async #pass(label: string): Promise<void> {
    const passed = this.#scheduler.schedule(Promise.resolve(), label);
    this.#waiting += 1;
    this.#notice();
    await passed;
  }

  readonly conduct: Conduct = async (call, carryOut) => {
    await this.#pass(call.operation);
    const isTransaction = call.operation === 'TransactWriteItems';
    if (isTransaction) return this.#transact(call, carryOut);
    const isBlocked = PLAIN_WRITES.includes(call.operation) && call.items().some(this.#isLocked);
    return isBlocked ? exception('TransactionConflictException') : carryOut();
  };

  #isLocked = ({ address }: { address: string }) => this.#locked.has(address);

  async #transact(call: Call, carryOut: Parameters<Conduct>[1]) {
    const items = call.items();
    const isBlocked = this.#conflicts > 0 ? items.map((_, n) => n === 0) : items.map(this.#isLocked);
    this.#conflicts -= 1;
    if (isBlocked.includes(true)) {
      return cancelled(isBlocked.map(is => (is ? REASONS.TransactionConflict : REASONS.None)));
    }
    for (const { address } of items) this.#locked.add(address);
    try {
      await this.#pass('commit');
      return await carryOut();
    } finally {
      for (const { address } of items) this.#locked.delete(address);
    }
  }

  /** Waits until all works have ended or wait for the scheduler. Then its choice does not depend on time. */
  async #allWait(): Promise<void> {
    while (this.#waiting < this.#working) {
      await new Promise<void>(resolve => {
        this.#notice = resolve;
      });
    }
  }

  /** Runs works at the same time. The scheduler chooses the order of their calls. */
  async run(works: (() => Promise<unknown>)[]): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (const work of works) {
      this.#working += 1;
      const ended = () => {
        this.#working -= 1;
        this.#notice();
      };
      all.push(work().finally(ended));
      await this.#allWait();
    }
    while (this.#working > 0) {
      this.#waiting -= 1;
      await this.#scheduler.waitNext(1);
      await this.#allWait();
    }
    await Promise.all(all);
  }
}
