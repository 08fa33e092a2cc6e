import type { PackagedFunction } from './packagedStack.ts';
import { isAllowed, type Permission, permissionsIn, serves } from './policy.ts';

/** What happens right before a transaction. A cancellation is the answer to it, and the database does not see it. */
export type Meanwhile = () => Promise<unknown>;

export class Cancellation {
  readonly reasons: string[];
  constructor(reasons: string[]) {
    this.reasons = reasons;
  }
}

/** A transaction is cancelled for these reasons. The writes without a reason are not at fault. */
export const cancelledFor =
  (...reasons: string[]): Meanwhile =>
  async () =>
    new Cancellation(reasons);

/** A function whose calls are judged by the policy of its role. */
export class Caller {
  readonly name: string;
  readonly #key: string;
  readonly #statements: PackagedFunction['statements'];
  readonly #used = new Map<string, Permission>();
  readonly #denied = new Set<string>();
  /** What happens before each of the next transactions. */
  meanwhile: Meanwhile[] = [];

  constructor({ key, name, statements }: PackagedFunction) {
    this.name = name;
    this.#key = key;
    this.#statements = statements;
  }

  /** Whether the function has all these permissions. Those that it uses are kept, and those that it lacks. */
  may(needed: Permission[]): boolean {
    const lacking = needed.filter(one => !isAllowed(this.#statements, one));
    for (const { action, resource } of lacking)
      this.#denied.add(`${this.#key} lacks ${action} on ${resource}`);
    if (lacking.length > 0) return false;
    for (const one of needed) this.#used.set(`${one.action} ${one.resource}`, one);
    return true;
  }

  /** @throws Error that names the function, and each action that it was denied, with its resource */
  ensureNothingDenied(): void {
    if (this.#denied.size > 0) throw new Error([...this.#denied].join('\n'));
  }

  /** The permissions that the function has, and did not use so far. */
  unused(): string[] {
    const used = [...this.#used.values()];
    return permissionsIn(this.#statements)
      .filter(granted => !used.some(one => serves(granted, one)))
      .map(({ action, resource }) => `${action} on ${resource}`);
  }
}
