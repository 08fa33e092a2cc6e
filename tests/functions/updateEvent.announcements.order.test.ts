import fc from 'fast-check';
import type * as announcements from '../../lib/repositories/announcements.ts';
import type { Answer } from '../support/api/invoke.ts';
import { getEvent } from '../support/api/operations.ts';
import { announced, withWebhook } from '../support/records/announcements.ts';
import { anEvent } from '../support/records/records.ts';

type Data = { event: Answer['body']; previous?: Record<string, string> };
const dataOf = ({ data }: announcements.Item) => data as Data;
const versionOf = (announcement: announcements.Item): number => dataOf(announcement).event.version;

/** The announcements in the order that the documents describe to receivers. */
const inOrder = (announcements: announcements.Item[]) =>
  announcements.toSorted((a, b) => versionOf(a) - versionOf(b) || (a.time < b.time ? -1 : 1));

const anyEdit = fc.record(
  {
    status: fc.constantFrom('active', 'cancelled', 'completed'),
    title: fc.constantFrom('A', 'B', 'C'),
    location: fc.constantFrom('Here', 'There'),
    date: fc.constantFrom('2030-01-01', '2031-01-01'),
    capacity: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);

const ANNOUNCED = ['status', 'title', 'location', 'date'] as const;

test('whatever is edited, one after another and at once, the announcements in order end with the true state', () =>
  withWebhook(edit =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        async rounds => {
          const eventId = await anEvent({ title: 'A', location: 'Here', date: '2030-01-01' });
          const told: Record<string, string> = {
            status: 'active',
            title: 'A',
            location: 'Here',
            date: '2030-01-01',
          };
          for (const edits of rounds) await Promise.all(edits.map(body => edit(eventId, body)));
          for (const one of inOrder(await announced(eventId))) {
            const { event, previous } = dataOf(one);
            // Each one goes on where the one before it ended.
            if (previous) expect(told).toMatchObject(previous);
            if (one.type === 'event.updated') {
              for (const field of Object.keys(previous ?? {})) told[field] = event[field];
            } else told.status = event.status;
          }
          const { body: event } = await getEvent(eventId);
          const now = Object.fromEntries(ANNOUNCED.map(field => [field, event[field]]));
          expect(told).toEqual(now);
          const last = inOrder(await announced(eventId)).at(-1);
          if (last) expect(last.data).toMatchObject({ event: now });
        },
      ),
      { numRuns: 25 },
    ),
  ));
