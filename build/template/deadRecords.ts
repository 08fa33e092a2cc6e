import { ofType, type Resources } from './resources.ts';

/**
 * Has Lambda put the records of streams that a consumer gives up into the bucket for them. serverless.yml takes a queue
 * or a topic as the destination of a stream, which get the place of a record in its stream only.
 */
export function keepDeadRecords(resources: Resources): void {
  for (const { Properties } of ofType(resources, 'AWS::Lambda::EventSourceMapping')) {
    // A queue has no position to start from, and keeps what failed by itself.
    if (!Properties.StartingPosition) continue;
    Properties.DestinationConfig = {
      OnFailure: { Destination: { 'Fn::GetAtt': ['DeadRecordsBucket', 'Arn'] } },
    };
  }
}
