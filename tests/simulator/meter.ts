import { setTimeout } from 'node:timers/promises';
import { PartitionCapacity, type Shortage } from './capacity.ts';
import { askingForCapacity } from './consumption.ts';
import { type ContentionOptions, MEASURED } from './contentionOptions.ts';
import { type Answer, type Exception, exception } from './exceptions.ts';
import { durationOf, type Random } from './random.ts';
import type { Kind, Units } from './unitBuckets.ts';
import type { Call, Target } from './wire.ts';

/** The timer does not keep the process alive after the test. */
const sleep = (ms: number) => setTimeout(Math.max(0, ms), undefined, { ref: false });

/** Sends a request to the engine. `body` replaces the body of a transaction. */
export type CarryOut = (body?: string) => Promise<Answer>;

/** Measures requests out: how long they take, the units that they cost, and the throttles of partitions without units. */
export class Meter {
  readonly #random: Random;
  readonly #durations: ContentionOptions['durations'];
  readonly #capacity: PartitionCapacity;
  /** It is called with the name of each refusal. */
  readonly count: (what: string) => void;

  constructor(random: Random, { durations, limits }: ContentionOptions, count: (what: string) => void) {
    this.#random = random;
    this.#durations = durations;
    this.#capacity = new PartitionCapacity(limits);
    this.count = count;
  }

  wait(kind: keyof typeof MEASURED, since = performance.now()): Promise<void> {
    const durationMs = durationOf(this.#durations?.[kind] ?? MEASURED[kind], this.#random);
    return sleep(durationMs - (performance.now() - since));
  }

  /** Admits an item of a request, and charges its partition, or returns what has no units left for it. */
  admit(kind: Kind, item: Target): Shortage | undefined {
    return this.#capacity.admit(kind, item);
  }

  /** Has the engine answer, and charges the partitions with the units that it reports. */
  async charged(kind: Kind, call: Call, carryOut: CarryOut): Promise<Answer> {
    const answer = await carryOut(askingForCapacity(call.body));
    this.#capacity.settle(kind, call, answer);
    return answer;
  }

  /** Returns the units that requests were charged so far. */
  consumed(): Units {
    return this.#capacity.charged();
  }

  refuse(name: Exception, more?: object): Answer {
    this.count(name);
    return exception(name, more);
  }

  /** Throttles a request on tables of which the capacity is on demand, as those of this project are. */
  throttle(shortages: Shortage[]): Answer {
    return this.refuse('ThrottlingException', { throttlingReasons: shortages });
  }
}
