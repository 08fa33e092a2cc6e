import type { Answer } from './exceptions.ts';
import type { Call, RequestItems, Target } from './wire.ts';

/** The items of a batch for which there are no units go back to the caller under these names. */
export const LEFT_UNDER = { BatchGetItem: 'UnprocessedKeys', BatchWriteItem: 'UnprocessedItems' } as const;

export const isBatch = (operation: string): operation is keyof typeof LEFT_UNDER => operation in LEFT_UNDER;

/** The part of a batch that is carried out, and what is left of the whole. */
type PartialBatch = { part: Call; left: RequestItems };

export function withoutItems(call: Call, isLeft: (item: Target) => boolean): PartialBatch {
  const body = JSON.parse(call.body.toString()) as { RequestItems: RequestItems };
  const only = (isWanted: (item: Target) => boolean) => itemsOnly(body.RequestItems, call.items(), isWanted);
  const kept = only(item => !isLeft(item));
  return {
    part: {
      ...call,
      body: Buffer.from(JSON.stringify({ ...body, RequestItems: kept })),
      items: () => call.items().filter(item => !isLeft(item)),
    },
    left: only(isLeft),
  };
}

/** Those of a batch's items that are wanted. `items` has the same order. */
function itemsOnly(
  requested: RequestItems,
  items: Target[],
  isWanted: (item: Target) => boolean,
): RequestItems {
  const next = items.values();
  const some = <One>(list: One[]) => list.filter(() => isWanted(next.next().value as Target));
  const kept = Object.entries(requested).map(([table, found]) =>
    'Keys' in found
      ? ([table, { ...found, Keys: some(found.Keys) }] as const)
      : ([table, some(found)] as const),
  );
  return Object.fromEntries(kept.filter(([, found]) => ('Keys' in found ? found.Keys : found).length > 0));
}

/** The answer to a part of a batch, which says what is left of the whole. */
export function answerWithLeft(
  operation: keyof typeof LEFT_UNDER,
  answer: Answer,
  left: RequestItems,
): Answer {
  if (answer.status !== 200) return answer;
  const body = JSON.parse(answer.body.toString());
  const { 'x-amz-crc32': _, ...headers } = answer.headers;
  return { ...answer, headers, body: JSON.stringify({ ...body, [LEFT_UNDER[operation]]: left }) };
}
