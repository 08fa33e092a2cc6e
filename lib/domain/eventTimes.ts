import { clockTime, momentOf, offsetsOf } from './zonedTime.ts';

/** The local times of an event and their time zone: it has all three or none. Its date is the day of `startsAt`. */
export type Times = { [Field in (typeof FIELDS)[number]]?: string | undefined };

const FIELDS = ['startsAt', 'endsAt', 'timeZone'] as const;

/** A rule that a field breaks together with others. */
export type BrokenTime = { field: keyof Times | 'date'; message: string };

/** Returns the day of a local time. */
export const dayOf = (local: string): string => local.slice(0, 'YYYY-MM-DD'.length);

/** Names those of the three fields that are not there, when another one is. */
export function missingTimes(times: { [Field in keyof Times]?: unknown }): BrokenTime[] {
  const missing = FIELDS.filter(field => times[field] === undefined);
  if (missing.length === FIELDS.length) return [];
  return missing.map(field => ({
    field,
    message: 'must be given, since startsAt, endsAt and timeZone come together',
  }));
}

/** Returns which rules these fields break together. Fields that are not there break none. */
export function contradictoryTimes(times: Times & { date?: string | undefined }): BrokenTime[] {
  const { date, startsAt, endsAt, timeZone } = times;
  const broken: BrokenTime[] = [];
  if (date && startsAt && date !== dayOf(startsAt))
    broken.push({ field: 'date', message: 'must be the day of startsAt' });
  for (const field of ['startsAt', 'endsAt'] as const)
    if (timeZone && isSkipped(times[field], timeZone))
      broken.push({ field, message: `must exist in ${timeZone}, where clocks skip it` });
  // Where clocks show a time twice the first one is meant, so instants have the order of the clocks.
  if (startsAt && endsAt && clockTime(endsAt) <= clockTime(startsAt))
    broken.push({ field: 'endsAt', message: 'must be after startsAt' });
  return broken;
}

const isSkipped = (local: string | undefined, timeZone: string) =>
  local !== undefined && momentOf(clockTime(local), offsetsOf(timeZone)).times === 0;
