import ICAL from 'ical.js';
import type { Answer } from './invoke.ts';

/** What a calendar program makes of one event. */
export type Entry = {
  uid: string;
  day: string;
  summary: string;
  description: string;
  location: string;
  status: string;
  sequence: number;
  stamp: string;
  lastModified: string;
};

const MOST_OCTETS = 75;

/** The events in an answer that must be a calendar (RFC 5545), as a program reads it that others wrote. */
export function entriesIn({ status, headers, body }: Answer): Entry[] {
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/calendar; charset=utf-8',
  });
  expect(body.endsWith('END:VCALENDAR\r\n')).toBe(true);
  for (const line of body.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(MOST_OCTETS);
    expect(line).not.toMatch(/[^\P{Cc}\t]/u);
  }
  const calendar = new ICAL.Component(ICAL.parse(body));
  expect(String(calendar.getFirstPropertyValue('version'))).toBe('2.0');
  // RFC 5545, 3.7.2: with a method, the type would have to name it too.
  expect(calendar.getFirstPropertyValue('method')).toBeNull();
  return calendar.getAllSubcomponents('vevent').map(entryOf);
}

function entryOf(component: ICAL.Component): Entry {
  const event = new ICAL.Event(component);
  const textOf = (name: string) => String(component.getFirstPropertyValue(name));
  // Without times, so that it is a day wherever it is looked at.
  expect(component.getFirstProperty('dtstart')?.type).toBe('date');
  return {
    uid: event.uid,
    day: event.startDate.toString().padStart('2027-01-01'.length, '0'),
    summary: event.summary,
    description: event.description,
    location: event.location,
    status: textOf('status'),
    sequence: event.sequence,
    stamp: textOf('dtstamp'),
    lastModified: textOf('last-modified'),
  };
}
