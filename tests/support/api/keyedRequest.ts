import { randomUUID } from 'node:crypto';

/** A POST request with an Idempotency-Key of its own, unless a key is given. */
export const keyedRequest = <Body extends object>(body: Body, key: string = randomUUID()) => ({
  method: 'POST',
  headers: { 'idempotency-key': key },
  body,
});
