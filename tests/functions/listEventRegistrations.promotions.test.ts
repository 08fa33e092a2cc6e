import { queueSortKey } from '../../lib/domain/registrationSortKey.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { listEventRegistrations } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aRegistration, at } from '../support/records/records.ts';
import { promotePeople, putPeopleAt } from '../support/records/storedPeople.ts';

/** An event with so many seats taken, and one person who waits. */
async function anEventWith(seats: number) {
  const eventId = await anEvent({ capacity: Math.max(1, seats) });
  const seated = Array.from({ length: seats }, () => aRegistration({ eventId, registeredAt: at(1) }));
  const waits = aRegistration({ eventId, status: 'waitlisted', sortKey: queueSortKey(1) });
  await putPeopleAt(eventId, [...seated, waits]);
  return { eventId, waits };
}

/** The people of a page, during which somebody is promoted after its first query. */
async function pageDuring(waits: registrations.Item, eventId: string, query: Record<string, string>) {
  const promote = () => promotePeople(at(2), [waits]);
  const faults = { Query: [undefined, promote] };
  const { answer } = await answerWith('listEventRegistrations', { path: { eventId }, query }, faults);
  return answer.body.map(({ userId, status }: { userId: string; status: string }) => `${userId} ${status}`);
}

describe('a person who is promoted after the seats of a page were read, and before the queue', () => {
  test.each([0, 1, 149])('is in the page that goes on to the queue, behind %i seats', async seats => {
    const { eventId, waits } = await anEventWith(seats);
    const first = await listEventRegistrations(eventId, { limit: '100' });
    const next = nextLinkOf(first);
    const query = next ? Object.fromEntries(next.searchParams) : { limit: '100' };
    const page = await pageDuring(waits, eventId, query);
    expect(page).toHaveLength(next ? seats - 100 + 1 : seats + 1);
    expect(page.at(-1)).toMatch(new RegExp(`^${waits.userId} (registered|waitlisted)$`));
  });
});
