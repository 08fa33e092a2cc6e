declare module 'serverless-offline-dynamodb-streams' {
  export type StreamEvent = { functionKey: string; dynamodbStreams: object };

  /** The part of the plugin, which has no types of its own, that local/streams.ts changes. */
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
