import {
  carriedOut,
  consumptionsOf,
  sharesOf,
  sizesRead,
  type TableConsumption,
  unitsOf,
  unitsRead,
} from './consumption.ts';
import type { Answer } from './exceptions.ts';
import { IndexEntries } from './indexEntries.ts';
import { writeUnitsOf } from './itemSize.ts';
import { type Kind, type Limits, UnitBuckets, type Units } from './unitBuckets.ts';
import type { Call, Image, Target } from './wire.ts';

/** Why a request is throttled, in the words of AWS: a partition of a table or an index has no units left. */
export type Shortage = { reason: string; resource: string };

const LOCAL_ARN = 'arn:aws:dynamodb:local:000000000000:table';

/** The resource in the name of a partition, such as `table/index`. */
function shortageOf(kind: Kind, partition: string): Shortage {
  const [table, index] = (partition.split(' ')[0] ?? '').split('/');
  const reason = `${index ? 'Index' : 'Table'}${kind === 'read' ? 'Read' : 'Write'}KeyRangeThroughputExceeded`;
  return { reason, resource: `${LOCAL_ARN}/${table}${index ? `/index/${index}` : ''}` };
}

/**
 * The capacity of partitions: of each partition key of a table, together with the entries of local indexes, which lie
 * beside their items, and of each partition key of a global index, whose lack of capacity holds back writes of its
 * table. The cost of a request is known after it, so that a partition may owe some units: it admits nothing until it has
 * them again. A scan has a partition of its own in this model, since it reads those of its table one after another.
 */
export class PartitionCapacity {
  readonly #buckets: UnitBuckets;
  /** The size of each item in units, as its last write told it. */
  readonly #sizes = new Map<string, number>();
  readonly #entries = new IndexEntries();
  /** The units that an item of a request was charged when it was admitted. It stays charged if it is refused. */
  readonly #reserved = new WeakMap<Target, number>();

  constructor(limits: Partial<Limits> = {}, now: () => number = () => performance.now()) {
    this.#buckets = new UnitBuckets(limits, now);
  }

  unitsLeft(kind: Kind, partition: string): number {
    return this.#buckets.unitsLeft(kind, partition);
  }

  /** Returns the units that were charged so far. */
  charged(): Units {
    return this.#buckets.charged();
  }

  /** Admits an item of a request, and charges it by its known size, or returns which of its partitions lacks units. */
  admit(kind: Kind, target: Target): Shortage | undefined {
    const written = kind === 'write' ? this.#entries.changesBy(target).filter(one => one.isWritten) : [];
    const partitions = [target.partition, ...written.flatMap(one => one.partitions)];
    const short = partitions.find(partition => this.unitsLeft(kind, partition) <= 0);
    if (short !== undefined) return shortageOf(kind, short);
    const units = target.times * (kind === 'write' ? this.#sizeOf(target) : 1);
    this.#reserved.set(target, units);
    this.#buckets.charge(kind, target.partition, units);
    return undefined;
  }

  #sizeOf({ address, action, write }: Target): number {
    const known = this.#sizes.get(address) ?? 1;
    return action === 'Put' ? Math.max(known, writeUnitsOf(write.Item ?? {})) : known;
  }

  /** Charges the difference between what a request consumed and what its items were charged when it was admitted. */
  settle(kind: Kind, call: Call, answer: Answer): void {
    const body = carriedOut(answer);
    const readSize = kind === 'read' ? sizesRead(call, body) : undefined;
    for (const consumption of consumptionsOf(body)) {
      const items = call.items().filter(({ table }) => table === consumption.TableName);
      if (readSize) {
        this.#charge(kind, sharesOf(unitsRead(consumption), items, readSize));
      } else {
        this.#settleWrites(items, consumption);
        for (const item of items) this.#note(item, body.Attributes);
      }
    }
  }

  /** Charges writes to a table. The engine reports their sum, of which each item has a share by its size. */
  #settleWrites(items: Target[], consumption: TableConsumption): void {
    const { Table, LocalSecondaryIndexes, GlobalSecondaryIndexes = {} } = consumption;
    const shares = sharesOf(Table?.CapacityUnits ?? 0, items, item => this.#sizeOf(item));
    for (const [item, units] of shares) this.#sizes.set(item.address, Math.ceil(units / item.times));
    const writers = items.filter(({ action }) => action !== 'ConditionCheck');
    const local = sharesOf(unitsOf(LocalSecondaryIndexes), writers, item => this.#sizeOf(item));
    this.#charge(
      'write',
      new Map(items.map(item => [item, (shares.get(item) ?? 0) + (local.get(item) ?? 0)])),
    );
    for (const [IndexName, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes)) {
      this.#chargeEntries(items, IndexName, CapacityUnits);
    }
  }

  #charge(kind: Kind, shares: Map<Target, number>): void {
    for (const [item, units] of shares) {
      this.#buckets.charge(kind, item.partition, units - (this.#reserved.get(item) ?? 0));
    }
  }

  /** Charges the partitions of the entries that were written in an index. Each of them has the same share. */
  #chargeEntries(items: Target[], IndexName: string, units: number): void {
    const changes = items
      .flatMap(item => this.#entries.changesBy(item))
      .filter(change => change.IndexName === IndexName);
    const written = changes.some(change => change.isWritten)
      ? changes.filter(change => change.isWritten)
      : changes;
    const partitions = written.flatMap(change => change.partitions);
    for (const partition of partitions) this.#buckets.charge('write', partition, units / partitions.length);
  }

  /** Notes what a write tells of the item that is stored now. */
  #note(item: Target, attributes: Image | undefined): void {
    const { action, address, write } = item;
    this.#entries.note(item, write.ReturnValues === 'ALL_NEW' ? attributes : undefined);
    if (action === 'Delete') this.#sizes.delete(address);
  }
}
