type KeySchema = { AttributeName: string; KeyType: string }[];

type IndexSchema = {
  IndexName: string;
  KeySchema: KeySchema;
  Projection?: { ProjectionType?: string; NonKeyAttributes?: string[] };
};

/** The part of the input of CreateTable that is needed to find the keys of an item, and its entries in indexes. */
export type TableKey = {
  TableName: string;
  KeySchema: KeySchema;
  GlobalSecondaryIndexes?: IndexSchema[];
};

/**
 * A global index. `copied` are the attributes of an item that its entry has beside the table's key, or `undefined` if
 * it has all.
 */
export type IndexKey = { IndexName: string; partitionKey: string; copied: string[] | undefined };

/** The key attributes of each table, the partition key first, and its global indexes. */
export type KeyNames = Map<string, { names: string[]; indexes: IndexKey[] }>;

/** The key attributes, the partition key first. */
function namesOf(schema: KeySchema): string[] {
  const byKind = Object.groupBy(schema, ({ KeyType }) => KeyType);
  return [...(byKind.HASH ?? []), ...(byKind.RANGE ?? [])].map(({ AttributeName }) => AttributeName);
}

function indexKeyOf({ IndexName, KeySchema, Projection = {} }: IndexSchema): IndexKey {
  const names = namesOf(KeySchema);
  const { ProjectionType = 'ALL', NonKeyAttributes = [] } = Projection;
  const copied = ProjectionType === 'ALL' ? undefined : [...names, ...NonKeyAttributes];
  return { IndexName, partitionKey: names[0] ?? '', copied };
}

export const keyNamesOf = (tables: TableKey[]): KeyNames =>
  new Map(
    tables.map(({ TableName, KeySchema, GlobalSecondaryIndexes = [] }) => [
      TableName,
      { names: namesOf(KeySchema), indexes: GlobalSecondaryIndexes.map(indexKeyOf) },
    ]),
  );

/** The name of a partition, of a table or of an index such as `table/index`. */
export const partitionName = (resource: string, value: unknown) => [resource, value ?? []].flat().join(' ');
