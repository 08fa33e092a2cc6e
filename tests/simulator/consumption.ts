import type { Answer } from './exceptions.ts';
import { readUnitsOf } from './itemSize.ts';
import type { Call, Image, Target } from './wire.ts';

type Consumed = { CapacityUnits?: number };

/** What a request consumed of a table and its indexes, as the engine reports it. */
export type TableConsumption = {
  TableName: string;
  Table?: Consumed;
  LocalSecondaryIndexes?: Record<string, Consumed>;
  GlobalSecondaryIndexes?: Record<string, Consumed>;
};

type AnswerBody = {
  ConsumedCapacity?: TableConsumption | TableConsumption[];
  /** The items of a batch by their tables, or those of a transaction in their order. */
  Responses?: Record<string, Image[]> | { Item?: Image }[];
  Attributes?: Image;
};

/** The request with the wish to hear what it consumes, which the engine counts by DynamoDB's rules for sizes. */
export const askingForCapacity = (body: Buffer | string): string =>
  JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'INDEXES' });

/** Reads what was carried out. A request that was refused does not say what it consumed. */
export const carriedOut = ({ status, body }: Answer): AnswerBody =>
  status === 200 ? (JSON.parse(body.toString()) as AnswerBody) : {};

/** What was consumed of each table. */
export const consumptionsOf = ({ ConsumedCapacity = [] }: AnswerBody) => [ConsumedCapacity].flat();

/** The units of the indexes of one kind together. */
export const unitsOf = (indexes: Record<string, Consumed> = {}) =>
  Object.values(indexes).reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/** A read has units of a table, or of one of its indexes. */
export const unitsRead = ({ Table = {}, LocalSecondaryIndexes, GlobalSecondaryIndexes }: TableConsumption) =>
  unitsOf({ Table }) + unitsOf(LocalSecondaryIndexes) + unitsOf(GlobalSecondaryIndexes);

/** Divides units between items, in proportion to their weights. */
export function sharesOf(units: number, items: Target[], weightOf: (item: Target) => number) {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  return new Map(items.map(item => [item, total === 0 ? 0 : (units * weightOf(item)) / total]));
}

/** Returns what tells the size of each item that a request read, in units. */
export function sizesRead(call: Call, { Responses = [] }: AnswerBody): (item: Target) => number {
  const items = call.items();
  if (Array.isArray(Responses)) {
    const images = new Map(items.map((item, n) => [item, Responses[n]?.Item]));
    return item => readUnitsOf(images.get(item));
  }
  const names = new Map(items.map(({ table, key }) => [table, Object.keys(key)]));
  const images = new Map(
    Object.entries(Responses).flatMap(([table, found]) =>
      found.map(image => [keyText(table, image, names.get(table) ?? []), image] as const),
    ),
  );
  return ({ table, key }) => readUnitsOf(images.get(keyText(table, key, names.get(table) ?? [])));
}

const keyText = (table: string, image: Image, names: string[]) =>
  JSON.stringify([table, ...names.map(name => image[name])]);
