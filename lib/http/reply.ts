import type { Page } from '../core/paging.ts';

/** What a handler answers. A body without a type is sent as JSON. A `cursor` becomes the Link to the next page. */
export type Reply = {
  status: number;
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
  cursor?: string | undefined;
};

type Headers = NonNullable<Reply['headers']>;

const REPLAYED = { 'Idempotency-Replayed': 'true' };

/** For what stays the same until the next deployment: it may be kept, and is asked for again before each use. */
export const STATIC = { 'Cache-Control': 'no-cache' };

export const ok = (body: unknown, headers: Headers = {}): Reply => ({ status: 200, body, headers });

/** What was done now, or when the request came first (`isReplay`). */
export const done = (body: unknown, isReplay: boolean): Reply => ok(body, isReplay ? REPLAYED : {});

/** A text that is sent as it is. */
export const file = (body: string, type: string, headers: Headers = {}): Reply => ({
  status: 200,
  body,
  type,
  headers,
});

/** What was made now, or when the request came first (`isReplay`). */
export const created = (body: unknown, isReplay: boolean, headers: Headers = {}): Reply => ({
  status: 201,
  body,
  headers: { ...headers, ...(isReplay && REPLAYED) },
});

/** An iCalendar object (RFC 5545). */
export const calendar = (text: string): Reply => file(text, 'text/calendar; charset=utf-8');

/** The same request, at another address for good: `location` is relative to that of the request (RFC 9110, 15.4.9). */
export const redirect = (location: string): Reply => ({ status: 308, headers: { Location: location } });

export const noContent = (): Reply => ({ status: 204 });

export const listed = ({ items, cursor }: Page<unknown>): Reply => ({ status: 200, body: items, cursor });
