import type { Log } from 'serverless-offline';
import DynamodbStreams, { type StreamEvent } from 'serverless-offline-dynamodb-streams';
import { checkpointFile } from './dataFolder.ts';
import { quiet } from './offline.ts';

type Lambda = { get: (functionKey: string) => { runHandler: () => Promise<unknown> } };
type Answer = { batchItemFailures?: unknown[] } | undefined;

/** A stream is read this often, instead of every half second. */
const POLL_MS = 100;

/**
 * serverless-offline-dynamodb-streams feeds the consumers of serverless.yml, and is changed here to do what Lambda
 * does: each consumer has its own checkpoint, and a batch with failures comes again (as a whole: it has no parts
 * here). It leaves the end of the process to serverless-offline, and is quiet.
 */
export default class LocalStreams extends DynamodbStreams {
  readonly #readers: { stop: () => void }[] = [];

  constructor(serverless: object, options: object, { log }: { log: Log }) {
    super(serverless, options, { log: quiet(log) });
  }

  override ready() {}

  override async end() {
    for (const reader of this.#readers) reader.stop();
    await super.end(true);
  }

  override async _createDynamodbStreams(events: StreamEvent[]) {
    const { options } = this;
    for (const functionKey of new Set(events.map(event => event.functionKey))) {
      // The plugin's checkpoint does not name its reader: two readers of one stream would share it.
      this.options = { ...options, checkpointFile: checkpointFile(options.checkpointFile, functionKey) };
      await super._createDynamodbStreams(events.filter(event => event.functionKey === functionKey));
      this.#readers.push(this.dynamodbStreams);
    }
    this.options = options;
  }

  override _getEvents() {
    const { dynamodbStreamsEvents, ...rest } = super._getEvents();
    const faster = dynamodbStreamsEvents.map(event => ({
      ...event,
      dynamodbStreams: { ...event.dynamodbStreams, readInterval: POLL_MS },
    }));
    return { ...rest, dynamodbStreamsEvents: faster };
  }

  override async _createLambda(lambdas: unknown[]) {
    await super._createLambda(lambdas);
    const lambda = this.lambda as Lambda;
    const get = lambda.get.bind(lambda);
    const known = new WeakSet();
    lambda.get = functionKey => {
      const lambdaFunction = get(functionKey);
      if (!known.has(lambdaFunction)) throwFailures(lambdaFunction, functionKey);
      known.add(lambdaFunction);
      return lambdaFunction;
    };
  }
}

function throwFailures(lambdaFunction: ReturnType<Lambda['get']>, functionKey: string): void {
  const runHandler = lambdaFunction.runHandler.bind(lambdaFunction);
  lambdaFunction.runHandler = async () => {
    const answer = (await runHandler()) as Answer;
    const failures = answer?.batchItemFailures?.length ?? 0;
    if (failures > 0) throw new Error(`${functionKey} did not handle ${failures} changes; they come again.`);
    return answer;
  };
}
