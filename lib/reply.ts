import type { Page } from './page.ts';

/** What a handler answers. A `cursor` becomes the Link to the next page. */
export type Reply = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  cursor?: string | undefined;
};

export const ok = (body: unknown): Reply => ({ status: 200, body });

export const created = (body: unknown, location?: string): Reply => ({
  status: 201,
  body,
  ...(location !== undefined && { headers: { Location: location } }),
});

export const noContent = (): Reply => ({ status: 204 });

export const listed = ({ items, cursor }: Page<unknown>): Reply => ({ status: 200, body: items, cursor });
