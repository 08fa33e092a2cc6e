import { clockTime, momentOf, type OffsetAt, transitionsBetween } from '../domain/zonedTime.ts';

/** From the local time `onset` on, clocks have the offset `after` from UTC. All are in milliseconds. */
type Observance = { onset: number; before: number; after: number };

/**
 * Returns a time zone as calendars describe it (RFC 5545, 3.6.5), right for all times of these years, which have four
 * digits.
 */
export const timeZoneComponent = (name: string, years: Iterable<string>, offsetAt: OffsetAt): string =>
  [
    'BEGIN:VTIMEZONE',
    `TZID:${name}`,
    ...[...years].sort().flatMap(year => linesOf(observancesIn(year, offsetAt))),
    'END:VTIMEZONE',
  ].join('\r\n');

/** Returns what is observed at the beginning of a year, and what clocks change to in its course. */
function observancesIn(year: string, offsetAt: OffsetAt): Observance[] {
  const onset = clockTime(`${year}-01-01T00:00`);
  const next = new Date(onset).setUTCFullYear(Number(year) + 1);
  const [start, end] = [momentOf(onset, offsetAt).instant, momentOf(next, offsetAt).instant];
  const first = offsetAt(start);
  const changes = transitionsBetween(start, end, offsetAt).map(({ instant, before, after }) => ({
    onset: instant + before,
    before,
    after,
  }));
  return [{ onset, before: first, after: first }, ...changes];
}

/** Writes the observances of a year. No source tells which are daylight saving time: clocks are ahead then. */
function linesOf(observances: Observance[]): string[] {
  const standard = Math.min(...observances.map(({ after }) => after));
  return observances.flatMap(({ onset, before, after }) => {
    const name = after > standard ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${name}`,
      `DTSTART:${isoTime(onset).replaceAll(/[-:]/g, '')}`,
      `TZOFFSETFROM:${offsetText(before)}`,
      `TZOFFSETTO:${offsetText(after)}`,
      `END:${name}`,
    ];
  });
}

const isoTime = (time: number) => new Date(time).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);

/** Writes an offset as `+0100`, or as `+005328` with seconds. */
function offsetText(offset: number): string {
  const time = isoTime(Math.abs(offset)).slice('YYYY-MM-DDT'.length).replaceAll(':', '');
  return `${offset < 0 ? '-' : '+'}${time.replace(/00$/, '')}`;
}
