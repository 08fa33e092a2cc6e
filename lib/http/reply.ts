import type { Page } from '../core/paging.ts';
import { isHeld } from './etag.ts';

/** The answer of a handler. A body without a type is sent as JSON. A `cursor` becomes the Link to the next page. */
export type Reply = {
  status: number;
  body?: unknown;
  type?: string;
  /** The body is bytes, written as base64. */
  isBase64?: boolean;
  headers?: Record<string, string>;
  cursor?: string | undefined;
};

type Headers = NonNullable<Reply['headers']>;

const REPLAYED = { 'Idempotency-Replayed': 'true' };

/** An answer that stays the same until the next deployment may be stored, and is revalidated before each use. */
export const STATIC = { 'Cache-Control': 'no-cache' };

/** Answers with a body as JSON. */
export const ok = (body: unknown, headers: Headers = {}): Reply => ({ status: 200, body, headers });

/** Answers with what was done now, or, as a replay, when the request came first. */
export const done = (body: unknown, isReplay: boolean): Reply => ok(body, isReplay ? REPLAYED : {});

/**
 * A cache asks once a second for everybody who polls it. For five seconds more it may answer with what it has, while it
 * asks again.
 */
const POLLED = { 'Cache-Control': 'public, max-age=1, stale-while-revalidate=5' };

/**
 * Answers a poll with a body as JSON, or with a 304 when the client has what `tag` is of (RFC 9110, 15.4.5). No cache may
 * keep what is not for anybody.
 */
export function polled(
  body: unknown,
  tag: string,
  ifNoneMatch: string | undefined,
  isForAnybody: boolean,
): Reply {
  const headers = { ...(isForAnybody && POLLED), ETag: tag };
  return isHeld(tag, ifNoneMatch) ? { status: 304, headers } : ok(body, headers);
}

/** Answers with a text as it is. */
export const file = (body: string, type: string, headers: Headers = {}): Reply => ({
  status: 200,
  body,
  type,
  headers,
});

/** Answers with what was created now, or, as a replay, when the request came first. */
export const created = (body: unknown, isReplay: boolean, headers: Headers = {}): Reply => ({
  status: 201,
  body,
  headers: { ...headers, ...(isReplay && REPLAYED) },
});

/** Answers with an iCalendar object (RFC 5545). */
export const calendar = (text: string): Reply => file(text, 'text/calendar; charset=utf-8');

/** Redirects to another address for good. `location` is relative to that of the request (RFC 9110, 15.4.9). */
export const redirect = (location: string): Reply => ({ status: 308, headers: { Location: location } });

/** Answers without a body. */
export const noContent = (): Reply => ({ status: 204 });

/** Answers with a page of a list, as JSON. */
export const listed = ({ items, cursor }: Page<unknown>): Reply => ({ status: 200, body: items, cursor });
