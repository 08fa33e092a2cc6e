import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TABLES } from '../../lib/dynamo/client.ts';
import { sizeOf } from './itemSize.ts';
import { image } from './meteredCalls.ts';

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
  ['a number with a fraction', 12.34, 3],
  ['a number below one', 0.0012, 2],
  ['bytes', new Uint8Array(5), 5],
  ['a set of texts', new Set(['a', 'bcd']), 4],
  ['a set of numbers', new Set([1, 123]), 2 + 3],
  ['a list in a list', [[1]], 3 + 1 + 3 + 1 + 2],
  ['a map with a long name', { registeredCount: 12 }, 3 + 1 + 15 + 2],
  ['64 tokens, each with a number', Array(64).fill(['sAbC1', 1234]).flat(), 3 + 64 * (1 + 5 + 1 + 3)],
  ['maps in a map', { from: { seat: 12 }, to: { seat: 34 } }, 3 + (1 + 4 + 10) + (1 + 2 + 10)],
];

const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const name = 'n';

/** The bytes of an item beside its padding. */
const bytesBeside = (userId: string, bytes: number) =>
  Buffer.byteLength(`userId${userId}`) + Buffer.byteLength(`${name}v`) + bytes;

describe.each(SIZES)('%s', (_what, value, bytes) => {
  test('has a size that the engine counts as DynamoDB does', async () => {
    const userId = randomUUID();
    const others = bytesBeside(userId, bytes);
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

  test('has it too when an update has put it into an item that is there', async () => {
    const userId = randomUUID();
    const others = bytesBeside(userId, bytes);
    const set = async (values: Record<string, unknown>) => {
      const names = Object.keys(values);
      const { ConsumedCapacity } = await client.send(
        new UpdateCommand({
          TableName: TABLES.users,
          Key: { userId },
          UpdateExpression: `SET ${names.map(one => `${one} = :${one}`).join(', ')}`,
          ExpressionAttributeValues: Object.fromEntries(names.map(one => [`:${one}`, values[one]])),
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      return ConsumedCapacity?.CapacityUnits;
    };
    await set({ v: 'x'.repeat(1024 - others) });
    expect(await set({ [name]: value })).toBe(1);
    expect(await set({ v: 'x'.repeat(1024 - others + 1) })).toBe(2);
  });

  test('has a size that the model counts so too', () => {
    expect(sizeOf(image({ [name]: value as string }))).toBe(name.length + bytes);
  });
});
