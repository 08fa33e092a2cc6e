import type { System } from './systems.ts';

/** What was measured of an operation in a system, a sample for each round. */
export type Measured<Sample> = { operation: string; system: System; samples: Sample[] };

/** The measurements of all operations and systems, in the order in which they began. */
export class Measurements<Sample> {
  readonly all: Measured<Sample>[] = [];

  add(operation: string, system: System, sample: Sample): void {
    const found = this.of(operation, system);
    if (found) found.push(sample);
    else this.all.push({ operation, system, samples: [sample] });
  }

  /** Returns the samples of an operation in a system, or `undefined` when it was not measured there. */
  of(operation: string, system: System): Sample[] | undefined {
    return this.all.find(one => one.operation === operation && one.system === system)?.samples;
  }
}
