import type { Page } from './page.ts';

/** What a handler answers. A `cursor` becomes the Link to the next page. */
export type Reply = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  cursor?: string | undefined;
};

type Headers = NonNullable<Reply['headers']>;

export const ok = (body: unknown, headers: Headers = {}): Reply => ({ status: 200, body, headers });

/** What was made now, or when the request came first (`isReplay`). */
export const created = (body: unknown, isReplay: boolean, headers: Headers = {}): Reply => ({
  status: 201,
  body,
  headers: { ...headers, ...(isReplay && { 'Idempotency-Replayed': 'true' }) },
});

export const noContent = (): Reply => ({ status: 204 });

export const listed = ({ items, cursor }: Page<unknown>): Reply => ({ status: 200, body: items, cursor });
