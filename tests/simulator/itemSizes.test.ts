import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { TABLES } from '../../lib/dynamo/client.ts';

/** Sizes by the rules that AWS publishes: the name's bytes, and those of the value, here worked out by hand. */
const SIZES: [what: string, value: unknown, bytes: number][] = [
  ['a boolean', true, 1],
  ['a null', null, 1],
  ['a text', 'abc', 3],
  ['a text of two bytes a character', 'üü', 4],
  ['the number 0', 0, 1],
  ['a number of one digit', 1, 2],
  ['a number of three digits', 123, 3],
  ['a number that ends with zeros', 1_000_000, 2],
  ['a negative number', -12, 3],
  ['a time in milliseconds', 1_795_690_431_979, 8],
  ['an empty list', [], 3],
  ['a list of two zeros, each with a byte of its own', [0, 0], 3 + 2 * 2],
  ['a map, with a byte for each pair', { a: 1 }, 3 + 1 + 1 + 2],
];

test.each(SIZES)('the engine counts %s as DynamoDB does', async (_what, value, bytes) => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient());
  const [userId, name] = [randomUUID(), 'n'];
  const others = Buffer.byteLength(`userId${userId}`) + Buffer.byteLength(`${name}v`) + bytes;
  const unitsOf = async (pad: number) => {
    const Item = { userId: `${userId}`, [name]: value, v: 'x'.repeat(pad) };
    const { ConsumedCapacity } = await client.send(
      new PutCommand({ TableName: TABLES.users, Item, ReturnConsumedCapacity: 'TOTAL' }),
    );
    return ConsumedCapacity?.CapacityUnits;
  };
  expect(await unitsOf(1024 - others)).toBe(1);
  expect(await unitsOf(1024 - others + 1)).toBe(2);
});
