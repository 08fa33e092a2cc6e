import { TestEnvironment } from 'jest-environment-node';
import { packageLoader } from './packageLoader.ts';
import { remember } from './remember.ts';

type Environment = InstanceType<typeof TestEnvironment>;

/** The realm of this worker. */
let shared: Environment | undefined;

/** Makes the realm, into which packages are loaded once. */
function makeRealm(...settings: ConstructorParameters<typeof TestEnvironment>): Environment {
  const realm = new TestEnvironment(...settings);
  realm.global.loadPackage = packageLoader(realm.getVmContext() as object);
  return realm;
}

/**
 * Runs the test files of a worker in one realm, one after the other, so that the SDK stays loaded and compiled between
 * them. What a file replaced, and did not put back, is put back when it ends.
 */
export default class SharedEnvironment {
  readonly #realm: Environment;
  readonly #putBack: () => void;

  constructor(...settings: ConstructorParameters<typeof TestEnvironment>) {
    shared ??= makeRealm(...settings);
    this.#realm = shared;
    const own = shared.global;
    this.#putBack = remember([
      own,
      own.process,
      own.process.env,
      own.Array.prototype,
      own.Date,
      own.Error,
      own.Math,
      own.Object.prototype,
    ]);
  }

  get global() {
    return this.#realm.global;
  }

  get moduleMocker() {
    return this.#realm.moduleMocker;
  }

  get fakeTimers() {
    return this.#realm.fakeTimers;
  }

  get fakeTimersModern() {
    return this.#realm.fakeTimersModern;
  }

  exportConditions() {
    return this.#realm.exportConditions();
  }

  getVmContext() {
    return this.#realm.getVmContext();
  }

  async setup() {}

  async teardown() {
    this.moduleMocker?.restoreAllMocks();
    this.fakeTimers?.useRealTimers();
    this.fakeTimersModern?.useRealTimers();
    this.#putBack();
    this.global.process.removeAllListeners();
  }
}
