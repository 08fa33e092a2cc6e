import { TABLES } from '../dynamo/client.ts';
import { updateItem } from '../dynamo/expressions.ts';
import type { Ref } from '../dynamo/read.ts';
import type { Write } from '../dynamo/write.ts';

/**
 * The answer to a request, stored under the key that its client chose. `fingerprint` identifies the request. The result
 * is JSON, since a map keeps no order. The item expires at `expiresAt`, in seconds since 1970.
 */
export type Item = { idempotencyKey: string; fingerprint: string; result: string; expiresAt: number };

const RETENTION_SECONDS = 86_400;

export const ref = (idempotencyKey: string): Ref<Item> => ({
  table: TABLES.answers,
  key: { idempotencyKey },
});

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** Returns whether an answer has expired. DynamoDB removes it within days. */
export const isExpired = ({ expiresAt }: Item): boolean => expiresAt < nowSeconds();

/** Replaces the result of a request, if it is still stored. */
export const replace = (idempotencyKey: string, fingerprint: string, result: object): Write<Item> =>
  updateItem(
    TABLES.answers,
    { idempotencyKey },
    {
      set: ['#result = :result'],
      when: ['#fingerprint = :fingerprint'],
      values: { fingerprint, result: JSON.stringify(result) },
    },
  );

/** Stores a result for a day. It is refused while the key has one, which the refusal carries. */
export const store = (idempotencyKey: string, fingerprint: string, result: object): Write<Item> =>
  updateItem(
    TABLES.answers,
    { idempotencyKey },
    {
      set: ['#fingerprint = :fingerprint', '#result = :result', '#expiresAt = :expiresAt'],
      when: ['attribute_not_exists(#idempotencyKey) OR #expiresAt < :now'],
      values: {
        fingerprint,
        result: JSON.stringify(result),
        expiresAt: nowSeconds() + RETENTION_SECONDS,
        now: nowSeconds(),
      },
    },
  );
