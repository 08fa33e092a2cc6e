import type * as announcements from '../../../lib/repositories/announcements.ts';
import { type Answer, invoke } from '../api/invoke.ts';
import { coldStart } from './coldStart.ts';
import { itemsOf } from './items.ts';

/** The environment of a function with a webhook. */
export const WEBHOOK = {
  WEBHOOK_URL: 'http://127.0.0.1:9',
  WEBHOOK_SECRET: `whsec_${btoa('a secret that the tests know')}`,
};

/** The announcements of an event, in the order of their types. */
export async function announced(eventId: string): Promise<announcements.Item[]> {
  const all = await itemsOf<announcements.Item>('announcements', eventId);
  return all.sort((a, b) => (`${a.type} ${a.announcementId}` < `${b.type} ${b.announcementId}` ? -1 : 1));
}

type Edit = (eventId: string, body: object) => Promise<Answer>;

/** Runs `work` with an updateEvent that has a webhook. */
export const withWebhook = <Result>(work: (edit: Edit) => Promise<Result>): Promise<Result> =>
  coldStart('updateEvent', WEBHOOK, handler =>
    work((eventId, body) => invoke(handler, { method: 'PUT', path: { eventId }, body })),
  );
