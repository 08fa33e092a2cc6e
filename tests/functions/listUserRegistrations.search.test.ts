import { consumptionOf } from '../simulator/calls.ts';
import { expectAnswer, expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import type { Answer } from '../support/api/invoke.ts';
import { deleteUser, listUserRegistrations, register, unregister } from '../support/api/operations.ts';
import { nextLinkOf } from '../support/api/pages.ts';
import { anEvent, aUser, registeredUsers } from '../support/records/records.ts';

const eventIdsIn = ({ body }: Answer): string[] =>
  body.map(({ event }: { event: { eventId: string } }) => event.eventId);

/** Somebody with a seat at each even day of May 2040, and who waits at each odd one. */
async function aPersonAtMany(days: number) {
  const userId = await aUser();
  const eventIds: string[] = [];
  for (let day = 1; day <= days; day += 1) {
    const date = `2040-05-${String(day).padStart(2, '0')}`;
    const eventId = await anEvent({ date, capacity: 1 });
    if (day % 2 === 1) await registeredUsers(eventId, 1);
    await register(eventId, userId);
    eventIds.push(eventId);
  }
  return { userId, eventIds };
}

let person: Awaited<ReturnType<typeof aPersonAtMany>>;
beforeAll(async () => {
  person = await aPersonAtMany(8);
});

const seated = () => person.eventIds.filter((_id, index) => index % 2 === 1);
const waiting = () => person.eventIds.filter((_id, index) => index % 2 === 0);

describe('200', () => {
  test.each([
    ['registered', seated],
    ['waitlisted', waiting],
  ])('answers those that are %s alone, each as the whole list has it', async (status, expected) => {
    const all = (await listUserRegistrations(person.userId)).body;
    const answer = await listUserRegistrations(person.userId, { status });
    expect(eventIdsIn(answer)).toEqual(expected());
    expect(answer.body).toEqual(
      all.filter((one: { registration: { status: string } }) => one.registration.status === status),
    );
  });

  test.each([
    ['2040-04-30', 0],
    ['2040-05-01', 0],
    ['2040-05-02', 1],
    ['2040-05-08', 7],
    ['2040-05-09', 8],
    ['0001-01-01', 0],
    ['9999-12-31', 8],
  ])('from %s on begins with that day', async (from, skipped) => {
    const answer = await listUserRegistrations(person.userId, { from });
    expect(eventIdsIn(answer)).toEqual(person.eventIds.slice(skipped));
  });

  test('joins both, and knows the status that a promotion brought', async () => {
    const userId = await aUser();
    const eventId = await anEvent({ date: '2040-05-01', capacity: 1 });
    const [first = ''] = await registeredUsers(eventId, 1);
    await register(eventId, userId);
    const query = { status: 'registered', from: '2040-05-01' };
    expectAnswer(await listUserRegistrations(userId, query), 200, []);
    await unregister(eventId, first);
    expect(eventIdsIn(await listUserRegistrations(userId, query))).toEqual([eventId]);
    expectAnswer(await listUserRegistrations(userId, { ...query, from: '2040-05-02' }), 200, []);
  });

  test('visits each once when the links are followed', async () => {
    const found: string[] = [];
    const first = { status: 'registered', from: '2040-05-03', limit: '1' };
    for (let query: Record<string, string> | undefined = first; query; ) {
      const answer = await listUserRegistrations(person.userId, query);
      found.push(...eventIdsIn(answer));
      const next = nextLinkOf(answer);
      query = next && Object.fromEntries(next.searchParams);
    }
    expect(found).toEqual(seated().slice(1));
  });

  test('reads no event of a registration with another status', async () => {
    const search = (query: Record<string, string>) =>
      consumptionOf(() => listUserRegistrations(person.userId, query));
    const [all, some] = [await search({}), await search({ status: 'registered' })];
    expect(all.readUnits - some.readUnits).toBeGreaterThanOrEqual(4 * 2);
    expect(some.calls).toBe(2);
  });

  test('costs for a page from a day on what its rows cost', async () => {
    const late = await consumptionOf(() => listUserRegistrations(person.userId, { from: '2040-05-08' }));
    // The user, a query of one row, and the two items of its event.
    expect({ calls: late.calls, readUnits: late.readUnits }).toEqual({ calls: 2, readUnits: 1 + 1 + 2 });
  });
});

describe('404', () => {
  test('comes for a deleted user, whatever is searched for', async () => {
    const userId = await aUser();
    await deleteUser(userId);
    const searches: Record<string, string>[] = [{ status: 'registered' }, { from: '2040-05-01' }];
    for (const query of searches) {
      expectProblem(await listUserRegistrations(userId, query), 'USER_NOT_FOUND', 'User not found');
    }
  });
});

describe('422', () => {
  test('names every broken rule', async () => {
    const answer = await listUserRegistrations(person.userId, { status: 'active', from: 'today', to: 'x' });
    expectBrokenRules(answer, ['/query/status', '/query/from', '/query/to']);
  });

  test('refuses the cursor of another search', async () => {
    const searches: Record<string, string>[] = [
      {},
      { status: 'registered' },
      { from: '2040-05-01' },
      { from: '2040-05-02' },
      { status: 'registered', from: '2040-05-01' },
    ];
    for (const search of searches) {
      const first = await listUserRegistrations(person.userId, { ...search, limit: '1' });
      const cursor = nextLinkOf(first)?.searchParams.get('cursor') ?? '';
      for (const other of searches) {
        const answer = await listUserRegistrations(person.userId, { ...other, limit: '1', cursor });
        if (other === search) expect(answer.status).toBe(200);
        else expectBrokenRules(answer, ['/query/cursor']);
      }
    }
  });
});
