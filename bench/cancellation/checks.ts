import { isDeepStrictEqual } from 'node:util';
import { checkEvent } from '../../lib/maintenance/invariants.ts';
import * as placeLists from '../../lib/repositories/placeLists.ts';
import type * as places from '../../lib/repositories/places.ts';
import * as seats from '../../lib/repositories/seats.ts';
import type { Leaving } from './run.ts';

const PAGE_SIZE = 1000;

/** Returns what is wrong at an event after people left it. `queue` waited, in the order of their tickets. */
export async function brokenAfter(eventId: string, left: Leaving[], queue: string[]): Promise<string[]> {
  const event = await seats.get(eventId);
  if (!event) return [`event ${eventId} is gone`];
  const rows: places.Item[] = [];
  for await (const page of placeLists.allOfEvent(event, PAGE_SIZE)) rows.push(...page);
  const there = new Set(rows.map(({ userId }) => userId));
  const gone = left.filter(({ userId }) => !there.has(userId));
  const told = left.filter(({ answer }) => answer.status === 200);
  const named = told.flatMap(({ answer }) => answer.body.promotedUser ?? []);
  const isWaiting = new Set(queue);
  const promoted = rows.filter(({ userId, status }) => isWaiting.has(userId) && status === 'registered');
  const isUnclear = left.some(({ answer }) => /not known whether/.test(answer.body.detail));
  const { found } = await checkEvent(eventId);
  return [
    told.some(({ userId }) => there.has(userId)) && 'people were told that they left, and are there',
    !isUnclear && gone.length > told.length && 'people left, and were told otherwise',
    new Set(named).size < named.length && 'somebody was named as promoted twice',
    !isUnclear &&
      !isDeepStrictEqual(new Set(named), new Set(queue.slice(0, told.length))) &&
      `those named are not the first ${told.length} of the queue`,
    !isDeepStrictEqual(new Set(promoted.map(({ userId }) => userId)), new Set(queue.slice(0, gone.length))) &&
      `those promoted are not the first ${gone.length} of the queue`,
    ...(found ?? []).map(({ rule, detail }) => `${rule}: ${detail}`),
  ].filter(text => text !== false);
}
