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
  /** The partition of each item in the global indexes of its table, as far as it is known. */
  readonly #indexPartitions = new Map<string, Map<string, string>>();

  constructor(limits: Partial<Limits> = {}, now: () => number = () => performance.now()) {
    this.#buckets = new Buckets({ ...AWS_LIMITS, ...limits }, now);
  }

  /** Returns whether a partition has units left for a request. */
  hasUnits(kind: Kind, partition: string): boolean {
    return this.#buckets.hasUnits(kind, partition);
  }

  /** Returns whether all partitions of an item have units left for a request. */
  admits(kind: Kind, target: Target): boolean {
    if (!this.hasUnits(kind, target.partition)) return false;
    if (kind === 'read') return true;
    const partitions = [...this.#indexPartitionsOf(target, target.write.Item).values()];
    return partitions.every(partition => this.hasUnits('write', partition));
  }

  /** Charges the items of a transaction that is cancelled because of its other items. */
  chargeCancelled(items: Target[]): void {
    this.#chargeRefused('write', items, 2);
  }

  /** Charges a request that was carried out, or refused by a condition, with what it consumed. */
  charge(kind: Kind, call: Call, answer: Answer): void {
    const consumptions = consumptionsOf(answer);
    const least = call.operation.startsWith('Transact') ? 2 : 1;
    if (consumptions.length === 0) this.#chargeRefused(kind, call.items(), least);
    const { Attributes } = JSON.parse(answer.body.toString() || '{}') as { Attributes?: Image };
    for (const consumption of consumptions) this.#chargeTable(kind, call, consumption, Attributes);
  }

  /** Charges the items of a table. The engine reports what a request consumed of the table: its items share it. */
  #chargeTable(kind: Kind, call: Call, consumption: TableConsumption, image?: Image): void {
    const { TableName, Table, LocalSecondaryIndexes, GlobalSecondaryIndexes } = consumption;
    const items = call.items().filter(({ table }) => table === TableName);
    const local = Object.values(LocalSecondaryIndexes ?? {});
    const units = [Table, ...local].reduce((sum, one) => sum + (one?.CapacityUnits ?? 0), 0) / items.length;
    for (const target of items) {
      this.#buckets.charge(kind, target.partition, units);
      if (kind === 'write') this.#lastCosts.set(target.address, units);
      const partitions = this.#indexPartitionsOf(target, image ?? target.write.Item);
      for (const [IndexName, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes ?? {})) {
        const partition = call.indexPartition() ?? partitions.get(IndexName);
        if (partition) this.#buckets.charge(kind, partition, CapacityUnits / items.length);
      }
    }
  }

  #chargeRefused(kind: Kind, items: Target[], otherwise: number): void {
    for (const { partition, address } of items) {
      this.#buckets.charge(kind, partition, this.#lastCosts.get(address) ?? otherwise);
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
