import { randomUUID } from 'node:crypto';
import type { Shortage } from './capacity.ts';
import { conditionsBeside } from './conditionsBeside.ts';
import { type Answer, cancelled, exception, REASONS, type Reason } from './exceptions.ts';
import type { itemHolders } from './holders.ts';
import type { CarryOut, Meter } from './meter.ts';
import type { Kind } from './unitBuckets.ts';
import type { Call, Target } from './wire.ts';

const throttleOf = ({ reason }: Shortage): Reason =>
  reason.startsWith('Index') ? REASONS.ThrottlingErrorOfIndex : REASONS.ThrottlingError;

/**
 * The transactions of DynamoDB. An item is in one write transaction at a time, from its prepare to its commit: another
 * one with the item is cancelled, even if it has only a condition on it or reads it.
 */
export class Transactions {
  readonly #meter: Meter;
  readonly #holders: ReturnType<typeof itemHolders>;
  readonly #tellsOfConditions: boolean;
  readonly #tokens = new Map<string, 'under way' | 'committed'>();

  constructor(meter: Meter, holders: ReturnType<typeof itemHolders>, tellsOfConditions: boolean) {
    this.#meter = meter;
    this.#holders = holders;
    this.#tellsOfConditions = tellsOfConditions;
  }

  async read(call: Call, carryOut: CarryOut): Promise<Answer> {
    await this.#meter.wait('read');
    const obstacles = this.#obstacles('read', call.items());
    return obstacles ? cancelled(obstacles) : this.#meter.charged('read', call, carryOut);
  }

  /** A repeated token is the repetition of a transaction, which conflicts with nothing and only reads its items. */
  async write(call: Call, carryOut: CarryOut): Promise<Answer> {
    const token = call.token() ?? randomUUID();
    const before = this.#tokens.get(token);
    if (before === 'under way') return exception('TransactionInProgressException');
    if (before === 'committed') {
      await this.#meter.wait('read');
      return this.#meter.charged('read', call, carryOut);
    }
    const obstacles = this.#obstacles('write', call.items());
    if (obstacles) return this.#cancel(call, obstacles, carryOut);
    this.#tokens.set(token, 'under way');
    try {
      const answer = await this.#carryOutAlone(call, carryOut);
      if (answer.status === 200) this.#tokens.set(token, 'committed');
      return answer;
    } finally {
      if (this.#tokens.get(token) === 'under way') this.#tokens.delete(token);
    }
  }

  /**
   * Returns the reason of each item to cancel a transaction, or `undefined` if there is none. The items without a reason
   * cost their units all the same.
   */
  #obstacles(kind: Kind, items: Target[]): Reason[] | undefined {
    const reasons = items.map((item): Reason => {
      if (this.#holders.isHeld(item)) return REASONS.TransactionConflict;
      const shortage = this.#meter.admit(kind, item);
      return shortage ? throttleOf(shortage) : REASONS.None;
    });
    const codes = new Set(reasons.filter(reason => reason !== REASONS.None).map(({ Code }) => Code));
    for (const code of codes) this.#meter.count(code);
    return codes.size > 0 ? reasons : undefined;
  }

  /** Cancels a transaction. Its other items were prepared: they are locked until the answer. */
  async #cancel(call: Call, reasons: Reason[], carryOut: CarryOut): Promise<Answer> {
    const items = call.items();
    const letGo = this.#holders.hold(items.filter(item => !this.#holders.isHeld(item)));
    try {
      const [conditions] = await Promise.all([
        this.#tellsOfConditions ? conditionsBeside(items, reasons, carryOut) : reasons,
        this.#meter.wait('cancellation'),
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
      const answer = await this.#meter.charged('write', call, carryOut);
      const isRefused = answer.status === 400;
      if (isRefused) letGo(refusingOf(items, answer));
      await this.#meter.wait(isRefused ? 'cancellation' : 'transaction', begun);
      return answer;
    } finally {
      letGo();
    }
  }
}

/** The items whose conditions did not hold, and which were therefore never prepared. */
function refusingOf(items: Target[], { body }: Answer): Target[] {
  const { CancellationReasons = [] } = JSON.parse(String(body)) as { CancellationReasons?: Reason[] };
  return items.filter((_, n) => CancellationReasons[n]?.Code === 'ConditionalCheckFailed');
}
