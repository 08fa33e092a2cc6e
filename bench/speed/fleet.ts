import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { gatewayEvent, type TestRequest } from '../../tests/support/api/invoke.ts';
import { Instance, type Timed } from './instance.ts';
import type { LaunchOf } from './systems.ts';

const AT_A_TIME = 50;

/** The event of a request as each system reads it. */
export const eventOf = (request: TestRequest): APIGatewayProxyEventV2 =>
  gatewayEvent({
    ...request,
    requestContext: {
      http: {
        method: request.method ?? 'GET',
        path: request.rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.1',
        userAgent: 'bench',
      },
      stage: '$default',
      ...request.requestContext,
    },
  });

/** @throws Error when an answer has another status */
export function ensureStatus(answers: Timed[], status: number, what: string): void {
  const other = answers.find(answer => answer.status !== status);
  if (other) throw new Error(`${what} was answered with a ${other.status}: ${other.body}`);
}

/** The warm instances of a system, one for each of its functions. */
export class Fleet {
  readonly #launchOf: LaunchOf;
  readonly #env: Record<string, string>;
  readonly #instances = new Map<string, Instance>();

  /** `env` is added to the environment of its instances. */
  constructor(launchOf: LaunchOf, env: Record<string, string> = {}) {
    this.#launchOf = launchOf;
    this.#env = env;
  }

  /**
   * Sends requests to an instance of a function, one after the other, and returns how long it took for each.
   * @throws Error when one is answered with another status
   */
  async send(functionName: string, requests: TestRequest[], status: number): Promise<Timed[]> {
    const answers = await this.ask(functionName, requests);
    ensureStatus(answers, status, functionName);
    return answers;
  }

  /** Sends requests as `send` does, which may be answered with any status. */
  async ask(functionName: string, requests: TestRequest[]): Promise<Timed[]> {
    const answers: Timed[] = [];
    const instance = this.#instanceOf(functionName);
    for (let first = 0; first < requests.length; first += AT_A_TIME) {
      const events = requests.slice(first, first + AT_A_TIME).map(eventOf);
      answers.push(...(await instance.send(events)));
    }
    return answers;
  }

  #instanceOf(functionName: string): Instance {
    const launch = this.#launchOf(functionName);
    const found = this.#instances.get(launch.file);
    if (found) return found;
    const instance = new Instance({ ...launch, env: { ...launch.env, ...this.#env } });
    this.#instances.set(launch.file, instance);
    return instance;
  }

  /** Ends its instances. */
  async stop(): Promise<void> {
    await Promise.all([...this.#instances.values()].map(instance => instance.stop()));
  }
}
