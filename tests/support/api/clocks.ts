const newFormat = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

/** It takes longer to make one than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Returns what clocks in a time zone show at an instant, as `2027-05-01T19:00:00`. */
export function shownAt(instant: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.set(timeZone, format);
  const parts = format.formatToParts(instant);
  const of = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  const day = `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
  return `${day}T${of('hour')}:${of('minute')}:${of('second')}`;
}

const QUARTERS = Array.from({ length: 96 }, (_, n) => (n + 1) * 900_000);

/** Clocks show a time at this instant, and not a quarter of an hour or more before it, up to a day: it is the first time. */
export function expectFirstShown(instant: number, local: string, timeZone: string): void {
  const wanted = local.padEnd('2027-05-01T19:00:00'.length, ':00');
  expect({ timeZone, shown: shownAt(instant, timeZone) }).toEqual({ timeZone, shown: wanted });
  expect(QUARTERS.filter(earlier => shownAt(instant - earlier, timeZone) === wanted)).toEqual([]);
}
