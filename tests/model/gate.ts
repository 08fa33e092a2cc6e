import type { Scheduler } from 'fast-check';
import { cancelled, exception, REASONS } from '../simulator/exceptions.ts';
import type { Call } from '../simulator/wire.ts';
import type { Conduct } from './router.ts';

const PLAIN_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * Holds every call of the database until the scheduler lets it go, one at a time. A transaction is held twice, before
 * its prepare and before its commit: what touches its items between them is in conflict with it, as in DynamoDB.
 */
export class Turnstile {
  #waiting = 0;
  #working = 0;
  #notice = () => {};
  readonly #scheduler: Scheduler;
  readonly #held = new Set<string>();

  #inTheWay: number;

  /** The first `inTheWay` transactions are in conflict with somebody else's, which makes a crowd of few people. */
  constructor(scheduler: Scheduler, inTheWay = 0) {
    this.#scheduler = scheduler;
    this.#inTheWay = inTheWay;
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
    const isBlocked = PLAIN_WRITES.includes(call.operation) && call.items().some(this.#isHeld);
    return isBlocked ? exception('TransactionConflictException') : carryOut();
  };

  #isHeld = ({ address }: { address: string }) => this.#held.has(address);

  async #transact(call: Call, carryOut: Parameters<Conduct>[1]) {
    const items = call.items();
    const isBlocked = this.#inTheWay > 0 ? items.map((_, n) => n === 0) : items.map(this.#isHeld);
    this.#inTheWay -= 1;
    if (isBlocked.includes(true)) {
      return cancelled(isBlocked.map(is => (is ? REASONS.TransactionConflict : REASONS.None)));
    }
    for (const { address } of items) this.#held.add(address);
    try {
      await this.#pass('commit');
      return await carryOut();
    } finally {
      for (const { address } of items) this.#held.delete(address);
    }
  }

  /** Everyone has either ended, or waits for the scheduler: only then does its choice not depend on time. */
  async #everyoneWaits(): Promise<void> {
    while (this.#waiting < this.#working) {
      await new Promise<void>(resolve => {
        this.#notice = resolve;
      });
    }
  }

  /** Runs works side by side, in one of the orders in which their calls may come. */
  async run(works: (() => Promise<unknown>)[]): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (const work of works) {
      this.#working += 1;
      const ended = () => {
        this.#working -= 1;
        this.#notice();
      };
      all.push(work().finally(ended));
      await this.#everyoneWaits();
    }
    while (this.#working > 0) {
      this.#waiting -= 1;
      await this.#scheduler.waitNext(1);
      await this.#everyoneWaits();
    }
    await Promise.all(all);
  }
}
