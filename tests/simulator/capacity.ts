import type { Answer } from './exceptions.ts';
import type { Call, Image, Target } from './wire.ts';

/** The units a second of each partition key, and the number of seconds whose units a partition may save. */
export type Limits = { writeUnits: number; readUnits: number; burstSeconds: number };

/** The limits of a partition in AWS. It may save the units of 300 seconds there; here it saves those of one. */
const AWS_LIMITS: Limits = { writeUnits: 1000, readUnits: 3000, burstSeconds: 1 };

type Consumed = { CapacityUnits?: number };
type TableConsumption = {
  TableName: string;
  Table?: Consumed;
  LocalSecondaryIndexes?: Record<string, Consumed>;
  GlobalSecondaryIndexes?: Record<string, Consumed>;
};

/** The request with the wish to hear what it consumes, which the engine counts by DynamoDB's rules for sizes. */
export const askingForCapacity = (body: Buffer | string): string =>
  JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'INDEXES' });

/** What a request consumed, for each table. A request that was refused does not say. */
function consumptionsOf({ status, body }: Answer): TableConsumption[] {
  if (status !== 200) return [];
  const { ConsumedCapacity } = JSON.parse(body.toString()) as { ConsumedCapacity?: TableConsumption };
  return ConsumedCapacity ? [ConsumedCapacity].flat() : [];
}

type Kind = 'read' | 'write';
type Bucket = { level: number; at: number };

/** The units that partitions have left. What they may save is bounded, and they may owe some. */
class Buckets {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  #bucketOf(kind: Kind, partition: string): Bucket {
    const rate = kind === 'write' ? this.#limits.writeUnits : this.#limits.readUnits;
    const most = rate * this.#limits.burstSeconds;
    const [name, at] = [`${kind} ${partition}`, this.#now()];
    const before = this.#buckets.get(name) ?? { level: most, at };
    const bucket = { level: Math.min(most, before.level + ((at - before.at) * rate) / 1000), at };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  hasUnits(kind: Kind, partition: string): boolean {
    return this.#bucketOf(kind, partition).level > 0;
  }

  charge(kind: Kind, partition: string, units: number): void {
    this.#bucketOf(kind, partition).level -= units;
  }
}

/**
 * The capacity of partitions: of each partition key of a table, together with the entries of local indexes, which lie
 * beside their items, and of each partition key of a global index, whose lack of capacity holds back writes of its
 * table. The cost of a request is known after it, so that a partition may owe some units: it admits nothing until it has
 * them again.
 */
export class PartitionCapacity {
  readonly #buckets: Buckets;
  /** The cost of each item's last write: a request that is refused costs as much. */
  readonly #lastCosts = new Map<string, number>();
  /** The units that an item of a request was charged when it was admitted. */
  readonly #reserved = new WeakMap<Target, number>();
  /** The partition of each item in the global indexes of its table, as far as it is known. */
  readonly #indexPartitions = new Map<string, Map<string, string>>();

  constructor(limits: Partial<Limits> = {}, now: () => number = () => performance.now()) {
    this.#buckets = new Buckets({ ...AWS_LIMITS, ...limits }, now);
  }

  /** Returns whether a partition has units left for a request. */
  hasUnits(kind: Kind, partition: string): boolean {
    return this.#buckets.hasUnits(kind, partition);
  }

  /** Admits an item of a request if all its partitions have units left, and charges it as its last write. */
  admits(kind: Kind, target: Target, least = 1): boolean {
    if (!this.hasUnits(kind, target.partition)) return false;
    if (kind === 'write') {
      const partitions = [...this.#indexPartitionsOf(target, target.write.Item).values()];
      if (!partitions.every(partition => this.hasUnits('write', partition))) return false;
    }
    this.#reserve(kind, target, least);
    return true;
  }

  /** Charges items that are prepared, in a transaction that is cancelled because of its other items. */
  chargeCancelled(items: Target[]): void {
    for (const target of items) this.#reserve('write', target, 2);
  }

  #reserve(kind: Kind, target: Target, least: number): void {
    const units = this.#lastCosts.get(target.address) ?? least;
    this.#reserved.set(target, units);
    this.#buckets.charge(kind, target.partition, units);
  }

  /** Charges the difference between what a request consumed and what its items were charged when it was admitted. */
  settle(kind: Kind, call: Call, answer: Answer): void {
    const { Attributes } = JSON.parse(answer.body.toString() || '{}') as { Attributes?: Image };
    for (const consumption of consumptionsOf(answer)) this.#settleTable(kind, call, consumption, Attributes);
  }

  /** Charges the items of a table. The engine reports what a request consumed of the table: its items share it. */
  #settleTable(kind: Kind, call: Call, consumption: TableConsumption, image?: Image): void {
    const { TableName, Table, LocalSecondaryIndexes, GlobalSecondaryIndexes } = consumption;
    const items = call.items().filter(({ table }) => table === TableName);
    const local = Object.values(LocalSecondaryIndexes ?? {});
    const units = [Table, ...local].reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0) / items.length;
    for (const target of items) {
      this.#buckets.charge(kind, target.partition, units - (this.#reserved.get(target) ?? 0));
      if (kind === 'write') this.#lastCosts.set(target.address, units);
      const partitions = this.#indexPartitionsOf(target, image ?? target.write.Item);
      for (const [IndexName, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes ?? {})) {
        const partition = call.indexPartition() ?? partitions.get(IndexName);
        if (partition) this.#buckets.charge(kind, partition, CapacityUnits / items.length);
      }
    }
  }

  /** Returns the partitions of global indexes that an item is known to be in, by the names of the indexes. */
  #indexPartitionsOf(target: Target, image: Image = {}): Map<string, string> {
    const known = this.#indexPartitions.get(target.address) ?? new Map<string, string>();
    for (const { IndexName, partitionKey } of target.indexes) {
      const value = image[partitionKey] ?? target.key[partitionKey];
      if (value) known.set(IndexName, `${target.table}/${IndexName} ${Object.values(value)[0]}`);
    }
    this.#indexPartitions.set(target.address, known);
    return known;
  }
}
