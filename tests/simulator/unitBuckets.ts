/** The units a second of each partition key, and the number of seconds whose units a partition may save. */
export type Limits = { writeUnits: number; readUnits: number; burstSeconds: number };

/** The limits of a partition in AWS. It may save the units of 300 seconds there; here it saves those of one. */
export const AWS_LIMITS: Limits = { writeUnits: 1000, readUnits: 3000, burstSeconds: 1 };

/** No partition saves more, whatever the limits say. */
const MAX_BURST_SECONDS = 300;

/** Without units for this time, a partition could never admit a request. */
const MIN_BURST_SECONDS = 0.001;

export type Kind = 'read' | 'write';
type Bucket = { level: number; at: number };

/** The units of all partitions together. */
export type Units = Record<Kind, number>;

/** The units that partitions have left. What they may save is bounded, and they may owe some. */
export class UnitBuckets {
  readonly #limits: Limits;
  readonly #burstSeconds: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();
  readonly #charged: Units = { read: 0, write: 0 };

  constructor(limits: Partial<Limits>, now: () => number) {
    this.#limits = { ...AWS_LIMITS, ...limits };
    this.#burstSeconds = Math.min(MAX_BURST_SECONDS, Math.max(MIN_BURST_SECONDS, this.#limits.burstSeconds));
    this.#now = now;
  }

  #bucketOf(kind: Kind, partition: string): Bucket {
    const rate = kind === 'write' ? this.#limits.writeUnits : this.#limits.readUnits;
    const most = rate * this.#burstSeconds;
    const [name, at] = [`${kind} ${partition}`, this.#now()];
    const before = this.#buckets.get(name) ?? { level: most, at };
    const bucket = { level: Math.min(most, before.level + ((at - before.at) * rate) / 1000), at };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Returns the units that a partition has left, or less than 0 if it owes some. */
  unitsLeft(kind: Kind, partition: string): number {
    return this.#bucketOf(kind, partition).level;
  }

  charge(kind: Kind, partition: string, units: number): void {
    this.#bucketOf(kind, partition).level -= units;
    this.#charged[kind] += units;
  }

  /** Returns the units that were charged so far. */
  charged(): Units {
    return { ...this.#charged };
  }
}
