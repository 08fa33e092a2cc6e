declare module 'serverless-offline-dynamodb-streams' {
  export type StreamEvent = { functionKey: string; dynamodbStreams: object };

  /** The plugin has no types of its own. local/streams.ts changes this part of it. */
  export default class DynamodbStreams {
    constructor(serverless: object, options: object, utils: { log: object });
    options: { checkpointFile: string };
    lambda: unknown;
    dynamodbStreams: { stop: () => void };
    ready(): void;
    end(skipExit?: boolean): Promise<void>;
    _getEvents(): { dynamodbStreamsEvents: StreamEvent[]; lambdas: unknown[] };
    _createLambda(lambdas: unknown[]): Promise<void>;
    _createDynamodbStreams(events: StreamEvent[]): Promise<void>;
  }
}
