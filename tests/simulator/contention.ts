import type { ContentionOptions } from './contentionOptions.ts';
import type { Answer } from './exceptions.ts';
import { itemHolders } from './holders.ts';
import { type CarryOut, Meter } from './meter.ts';
import { answerWithLeft, isBatch, LEFT_UNDER, withoutItems } from './partialBatch.ts';
import type { Random } from './random.ts';
import { Transactions } from './transactions.ts';
import type { Kind, Units } from './unitBuckets.ts';
import type { Call } from './wire.ts';

/** The behaviour of AWS for a batch in conflict is not known. Here a batch conflicts with no transaction. */
const WRITES_ALONE = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * The waiting, the conflicts and the throttles of requests in DynamoDB, which local engines do not have. A plain write of
 * an item that is in a transaction is refused. Plain reads are never refused for that, and plain writes do not conflict
 * with each other.
 */
export class Contention {
  readonly #meter: Meter;
  readonly #holders = itemHolders();
  readonly #transactions: Transactions;

  /** `count` is called with the name of each refusal. */
  constructor(random: Random, options: ContentionOptions, count: (what: string) => void) {
    const { tellsOfConditions = true } = options;
    this.#meter = new Meter(random, options, count);
    this.#transactions = new Transactions(this.#meter, this.#holders, tellsOfConditions);
  }

  async answer(call: Call, carryOut: CarryOut): Promise<Answer> {
    const { operation } = call;
    if (operation === 'TransactWriteItems') return this.#transactions.write(call, carryOut);
    if (operation === 'TransactGetItems') return this.#transactions.read(call, carryOut);
    const isWrite = WRITES_ALONE.includes(operation) || operation === 'BatchWriteItem';
    return isWrite ? this.#write(call, carryOut) : this.#read(call, carryOut);
  }

  /** Returns the units that requests were charged so far. */
  consumed(): Units {
    return this.#meter.consumed();
  }

  async #read(call: Call, carryOut: CarryOut): Promise<Answer> {
    await this.#meter.wait('read');
    return this.#admitted('read', call, carryOut);
  }

  async #write(call: Call, carryOut: CarryOut): Promise<Answer> {
    const begun = performance.now();
    const isAlone = WRITES_ALONE.includes(call.operation);
    if (isAlone && call.items().some(this.#holders.isHeld)) {
      return this.#meter.refuse('TransactionConflictException');
    }
    return this.#admitted('write', call, carryOut, () => this.#meter.wait('write', begun));
  }

  /** Carries out what is admitted. Of a batch that may be a part; `after` happens before the answer to it. */
  async #admitted(kind: Kind, call: Call, carryOut: CarryOut, after = async () => {}): Promise<Answer> {
    const { operation } = call;
    const shortages = new Map(
      call.items().flatMap(item => {
        const shortage = this.#meter.admit(kind, item);
        return shortage ? [[item, shortage] as const] : [];
      }),
    );
    const isPartial = shortages.size > 0 && shortages.size < call.items().length && isBatch(operation);
    if (shortages.size > 0 && !isPartial) return this.#meter.throttle([...shortages.values()]);
    const { part, left } = isPartial
      ? withoutItems(call, item => shortages.has(item))
      : { part: call, left: undefined };
    const answer = await this.#meter.charged(kind, part, carryOut);
    await after();
    if (!left || !isBatch(operation)) return answer;
    this.#meter.count(LEFT_UNDER[operation]);
    return answerWithLeft(operation, answer, left);
  }
}
