import { join } from 'node:path';
import { Caller, type Meanwhile } from './caller.ts';
import { neededByLambda } from './lambdaPermissions.ts';
import { functionsOf, type PackagedFunction } from './packagedStack.ts';
import { type Packaged, packageProject } from './packaging.ts';
import { PolicyProxy, type Upstreams } from './policyProxy.ts';
import { unpack } from './unpack.ts';
import { ZipProcess } from './zipProcess.ts';

/** What is around a function besides its zip and its template. */
export type Surroundings = {
  /** The statements of its role, if they are not those of the template. */
  statements?: PackagedFunction['statements'];
  /** Settings with which the stage could have been packaged. */
  settings?: Record<string, string>;
  /** What answers for services other than the database, and for origins of the internet. */
  upstreams?: Upstreams;
  origins?: Record<string, string>;
};

/** A function whose zip runs in a process of its own, and may do what its role allows. */
export type RunningFunction = {
  /** Calls it, and each `meanwhile` happens right before one of its transactions. It must not be denied anything. */
  invoke: (event: unknown, ...meanwhile: Meanwhile[]) => Promise<unknown>;
  /** Lets its clock be ahead. */
  setAhead: (aheadMs: number) => Promise<unknown>;
  /** The permissions of its role that it did not need so far. */
  unused: () => string[];
  stop: () => Promise<void>;
};

/** On a slow machine a running call must not be made a second time. */
const SLOW_MACHINE = { DYNAMODB_CALL_MS: '15000' };

/** The packaged stack of a stage, whose tables are in the engine of the tests. */
export class PackagedService {
  readonly packaged: Packaged;
  readonly functions: Map<string, PackagedFunction>;
  readonly #proxy: PolicyProxy;
  readonly #aws: string;
  readonly #folders = new Map<string, ReturnType<typeof unpack>>();

  private constructor(packaged: Packaged, proxy: PolicyProxy, aws: string) {
    this.packaged = packaged;
    this.functions = functionsOf(packaged, aws);
    this.#proxy = proxy;
    this.#aws = aws;
  }

  /** Packages the project for a stage with these settings. */
  static async start(stage: string, settings: Record<string, string>): Promise<PackagedService> {
    const packaged = await packageProject(['--stage', stage], settings);
    const proxy = new PolicyProxy();
    return new PackagedService(packaged, proxy, await proxy.start());
  }

  stop(): void {
    this.#proxy.stop();
  }

  /** Runs `work` with a call of any function by its key. Their processes start when they are called first. */
  async runAll(
    around: Surroundings,
    work: (call: (key: string, event: unknown) => Promise<unknown>) => Promise<void>,
  ): Promise<void> {
    const running = new Map<string, Promise<RunningFunction>>();
    try {
      await work(async (key, event) => {
        const started = running.get(key) ?? this.run(key, around);
        running.set(key, started);
        return (await started).invoke(event);
      });
    } finally {
      await Promise.all([...running.values()].map(async started => (await started).stop()));
    }
  }

  /** @throws Error when Lambda may not do for the function what it does for it */
  async run(key: string, around: Surroundings = {}): Promise<RunningFunction> {
    const { settings = {}, origins = {}, upstreams, ...changes } = around;
    const one = { ...this.functionAt(key), ...changes };
    const caller = new Caller(one);
    caller.may(neededByLambda(one));
    caller.ensureNothingDenied();
    this.#proxy.admit(caller, { dynamodb: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '', ...upstreams });
    const { folder } = await this.#unpacked(key);
    const environment = { ...settings, AWS_ENDPOINT_URL: this.#aws, ...SLOW_MACHINE };
    const zip = await ZipProcess.start(one, { folder, environment, origins });
    return {
      invoke: (event, ...meanwhile) => this.#invoke(zip, caller, event, meanwhile),
      setAhead: zip.setAhead,
      unused: () => caller.unused(),
      stop: () => zip.stop().finally(() => caller.ensureNothingDenied()),
    };
  }

  functionAt(key: string): PackagedFunction {
    const found = this.functions.get(key);
    if (!found) throw new Error(`The template has no function ${key}`);
    return found;
  }

  #unpacked(key: string): ReturnType<typeof unpack> {
    const unpacked = this.#folders.get(key) ?? unpack(join(this.packaged.zips, `${key}.zip`));
    this.#folders.set(key, unpacked);
    return unpacked;
  }

  async #invoke(zip: ZipProcess, caller: Caller, event: unknown, meanwhile: Meanwhile[]): Promise<unknown> {
    caller.meanwhile = meanwhile;
    const result = await zip.invoke(event).finally(() => {
      caller.ensureNothingDenied();
      this.#proxy.ensureUnderstood();
    });
    if (caller.meanwhile.length > 0) throw new Error(`${caller.meanwhile.length} transactions were not made`);
    return result;
  }
}
