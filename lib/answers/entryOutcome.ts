import type { Problem } from '../http/problem.ts';

type Done<Value> = { kind: 'done'; value: Value };
export type Refused = { kind: 'refused'; problem: Problem };

/** An entry of a batch was carried out, or was refused. The first answer to an entry is stored in this form. */
export type EntryOutcome<Value> = Done<Value> | Refused;

export const done = <Value>(value: Value): Done<Value> => ({ kind: 'done', value });

/** An entry of a batch met the refusal that is its first answer. */
export class RefusedBefore extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super('Another run of the batch stored a refusal of this entry');
    this.refused = refused;
  }
}

/**
 * Returns the value of an entry.
 * @throws RefusedBefore
 */
export function valueIn<Value>(outcome: EntryOutcome<Value>): Value {
  if (outcome.kind === 'refused') throw new RefusedBefore(outcome);
  return outcome.value;
}
