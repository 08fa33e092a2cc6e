import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Item } from './expressions.ts';

/** Reads an item in DynamoDB's own notation, which errors and streams use. */
export const itemOf = <Stored = Item>(image: object | undefined) =>
  image && Object.keys(image).length > 0
    ? (unmarshall(image as Record<string, AttributeValue>) as Stored)
    : undefined;

/** One change of one item, as a stream delivers it. `time` is in ISO 8601, UTC. */
export type ItemChange<Stored> = {
  changeId: string;
  before: Stored | undefined;
  after: Stored | undefined;
  time: string;
};

/** Reads the change in a record of a stream. */
export function changeOf<Stored>({ eventID, dynamodb = {} }: DynamoDBRecord): ItemChange<Stored> {
  const { OldImage, NewImage, ApproximateCreationDateTime } = dynamodb;
  return {
    changeId: String(eventID),
    before: itemOf<Stored>(OldImage),
    after: itemOf<Stored>(NewImage),
    time: timeOf(ApproximateCreationDateTime).toISOString(),
  };
}

/** Lambda gives seconds since 1970, and the SDK a date. */
const timeOf = (time: unknown) => new Date(typeof time === 'number' ? time * 1000 : String(time));
