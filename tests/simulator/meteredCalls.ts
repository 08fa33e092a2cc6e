import { type NativeAttributeValue, marshall as toImage } from '@aws-sdk/util-dynamodb';
import { PartitionCapacity } from './capacity.ts';
import { askingForCapacity } from './consumption.ts';
import { keyNamesOf } from './tableKeys.ts';
import type { Kind, Limits } from './unitBuckets.ts';
import { callOf, type Image } from './wire.ts';

const keyNames = keyNamesOf(JSON.parse(process.env.TEST_TABLES ?? '[]'));

/** The attributes of an item or of expressions, as they are on the wire. */
export const image = (item: Record<string, NativeAttributeValue>) => toImage(item) as unknown as Image;

/** So many units that no request here meets a limit. */
const PLENTY: Limits = { writeUnits: 1_000_000, readUnits: 1_000_000, burstSeconds: 1 };

/** The engine checks that there is a signature, and not which. */
const HEADERS = {
  'x-amz-date': '20270101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20270101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

/** Sends requests to the engine, and has a model charge for them. In the model no time passes. */
export function meteredCalls() {
  const capacity = new PartitionCapacity(PLENTY, () => 0);
  return {
    /** Returns the status of the answer. */
    async send(operation: string, body: object): Promise<number> {
      const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
      const call = callOf(headers, Buffer.from(JSON.stringify(body)), keyNames);
      const kind: Kind = /Get|Query|Scan/.test(operation) ? 'read' : 'write';
      for (const item of call.items()) capacity.admit(kind, item);
      const answer = await fetch(String(process.env.AWS_ENDPOINT_URL_DYNAMODB), {
        method: 'POST',
        headers,
        body: askingForCapacity(call.body),
      });
      capacity.settle(kind, call, { status: answer.status, headers: {}, body: await answer.text() });
      return answer.status;
    },
    /** The units that a partition was charged, such as `table partition` or `table/index partition`. */
    charged: (kind: Kind, partition: string) => PLENTY.writeUnits - capacity.unitsLeft(kind, partition),
  };
}
