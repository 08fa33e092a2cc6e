import type { RequestOf } from '../../schemas/requests.ts';
import { validationFailed } from '../core/refusals.ts';
import { contradictoryTimes, dayOf, missingTimes, type Times } from '../domain/eventTimes.ts';

type When = Pick<RequestOf<'updateEvent'>['body'], 'date' | 'startsAt' | 'endsAt' | 'timeZone'>;

/** Splits a body into the date and the times that it sets, and its other fields. */
export function splitTimes<Others extends object>(body: When & Others) {
  const { date, startsAt, endsAt, timeZone, ...others } = body;
  const when: When = { date, startsAt, endsAt, timeZone };
  return { when, others };
}

/**
 * Returns the times that an edit sets, or removes where they are `undefined`, and the date that it sets, if any. The
 * event has to keep the rules afterwards. Without an event, the edit has to keep them by itself.
 *
 * Correctness: `before` is one item, which the edit requires as it was seen. A read of both items of an event may see
 * the date in Seats too early or too late.
 * @throws ApiError VALIDATION_FAILED
 */
export function editTimes(before: Times | undefined, { date, startsAt, endsAt, timeZone }: When) {
  const times = {
    ...(startsAt !== undefined && { startsAt: startsAt ?? undefined }),
    ...(endsAt !== undefined && { endsAt: endsAt ?? undefined }),
    ...(timeZone !== undefined && { timeZone: timeZone ?? undefined }),
  };
  if (date === undefined && Object.keys(times).length === 0) return { times };
  const { startsAt: start, endsAt: end, timeZone: zone } = before ?? {};
  const after = { startsAt: start, endsAt: end, timeZone: zone, ...times };
  const broken = [...(before ? missingTimes(after) : []), ...contradictoryTimes({ ...after, date })];
  if (broken.length > 0)
    throw validationFailed(broken.map(({ field, message }) => ({ path: `/body/${field}`, message })));
  return { times, date: date ?? newDay(start, times.startsAt) };
}

/** Returns the day of a start, unless the former one was on the same day. */
function newDay(before: string | undefined, after: string | undefined): string | undefined {
  const day = after && dayOf(after);
  return before && dayOf(before) === day ? undefined : day;
}
