import { aCall } from './aCall.ts';
import { PartitionCapacity } from './capacity.ts';
import type { Answer } from './exceptions.ts';
import { keyNamesOf } from './tableKeys.ts';
import type { Call } from './wire.ts';

const keyNames = keyNamesOf([
  {
    TableName: 'rows',
    KeySchema: [
      { AttributeName: 'eventId', KeyType: 'HASH' },
      { AttributeName: 'userId', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byStatus',
        KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name'] },
      },
    ],
  },
]);

/** A request on a table of rows, which has a global index. */
export const aRowCall = (operation: string, body: object) => aCall(operation, body, keyNames);

export const aPut = (eventId: string, userId: string, status = 'active') =>
  aRowCall('PutItem', {
    TableName: 'rows',
    Item: { eventId: { S: eventId }, userId: { S: userId }, status: { S: status } },
  });

/** An answer that tells of these units, of the table, its local indexes and its global index. */
export const consumed = (table: number, local = 0, ofIndex = 0): Answer => ({
  status: 200,
  headers: {},
  body: JSON.stringify({
    ConsumedCapacity: {
      TableName: 'rows',
      Table: { CapacityUnits: table },
      LocalSecondaryIndexes: { byName: { CapacityUnits: local } },
      GlobalSecondaryIndexes: { byStatus: { CapacityUnits: ofIndex } },
    },
  }),
});

/** Whether a request is admitted, which charges it. */
export const admits = (capacity: PartitionCapacity, call: Call, kind: 'read' | 'write' = 'write') =>
  call.items().every(item => capacity.admit(kind, item) === undefined);

/** How many times a write is admitted, when each is answered like this. */
export function writesAdmitted(
  capacity: PartitionCapacity,
  call: ReturnType<typeof aPut>,
  answer: Answer,
  most = 2000,
): number {
  let times = 0;
  while (times < most && admits(capacity, call)) {
    capacity.settle('write', call, answer);
    times += 1;
  }
  return times;
}

/** A model of capacity in which no time passes. */
export const still = () => new PartitionCapacity({}, () => 0);
