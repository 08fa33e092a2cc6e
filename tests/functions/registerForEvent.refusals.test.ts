import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { handler } from '../../functions/registerForEvent.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { answerWith } from '../simulator/callFaults.ts';
import { expectToGiveUp } from '../simulator/races.ts';
import { describeBodyRefusals } from '../support/api/bodyRefusals.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { expectPeople, register, stateOf, unregister, updateEvent } from '../support/api/operations.ts';
import { expectRefusal } from '../support/api/registrationRefusals.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { aFullEvent } from '../support/records/unfinished.ts';

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();
const path = { eventId: randomUUID() };
const body = { userId: randomUUID() };
beforeAll(() => Promise.all([anEvent(path), aUser(body.userId)]));
describeBodyRefusals({ handler, path, body, state: () => stateOf(path.eventId) });

describe('409', () => {
  const registered: [Parameters<typeof expectProblem>[1], string] = [
    'ALREADY_REGISTERED',
    'User is already registered for this event',
  ];

  const waiting = (position: number): typeof registered => [
    'ALREADY_WAITLISTED',
    `User is already on the waitlist at position ${position}`,
  ];

  test('refuses someone who is registered, at the cost of one call', async () => {
    const open = await anEvent();
    const [someone = ''] = await registeredUsers(open, 1);
    await expectRefusal(open, someone, registered);
  });

  test('tells someone who waits their current position, at the cost of one more call', async () => {
    const full = await anEvent({ capacity: 1 });
    const [, second = '', third = ''] = await registeredUsers(full, 3);
    await expectRefusal(full, third, waiting(2), 2);
    await unregister(full, second);
    await expectRefusal(full, third, waiting(1), 2);
  });

  test('refuses people at a full event without a waitlist, at the cost of one call', async () => {
    const full = await anEvent({ capacity: 2, hasWaitlist: false });
    await registeredUsers(full, 2);
    const detail = 'Event is at full capacity (2/2). No waitlist available.';
    await expectRefusal(full, await aUser(), ['EVENT_FULL', detail]);
  });

  test('refuses others once the waitlist is switched off, and keeps those in line', async () => {
    const full = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(full, 2);
    await updateEvent(full, { hasWaitlist: false });
    const detail = 'Event is at full capacity (1/1). No waitlist available.';
    await expectRefusal(full, await aUser(), ['EVENT_FULL', detail]);
    await expectPeople(full, [seat], [waits]);
  });

  test.each(['cancelled', 'completed'])(
    'refuses everybody at a %s event, at the cost of one call',
    async status => {
      const closed = await anEvent({ status });
      const detail = `Event is not open for registration (status: ${status})`;
      await expectRefusal(closed, await aUser(), ['EVENT_NOT_OPEN', detail]);
    },
  );

  test('calls a full event closed rather than full', async () => {
    const closed = await anEvent({ capacity: 1, hasWaitlist: false });
    await registeredUsers(closed, 1);
    await updateEvent(closed, { status: 'cancelled' });
    const detail = 'Event is not open for registration (status: cancelled)';
    await expectRefusal(closed, await aUser(), ['EVENT_NOT_OPEN', detail]);
  });

  test('reports an existing registration even when the event is closed or full', async () => {
    const full = await anEvent({ capacity: 1 });
    const [seat = '', waits = ''] = await registeredUsers(full, 2);
    await updateEvent(full, { hasWaitlist: false });
    await expectRefusal(full, seat, registered);
    await expectRefusal(full, waits, waiting(1), 2);
    await updateEvent(full, { status: 'cancelled' });
    await expectRefusal(full, seat, registered);
    await expectRefusal(full, waits, waiting(1), 2);
  });

  test.each([1, 5])(
    'answers twenty identical requests at once with one 201, with %i taken of 5',
    async taken => {
      const crowded = await anEvent({ capacity: 5 });
      const others = await registeredUsers(crowded, taken);
      const someone = await aUser();
      const answers = await Promise.all(Array.from({ length: 20 }, () => register(crowded, someone)));
      expect(statuses(answers)).toEqual([201, ...Array(19).fill(409)]);
      expect(await stored(registrations.ref(crowded, someone))).toMatchObject({ userId: someone });
      if (taken < 5) await expectPeople(crowded, [...others, someone], []);
      else await expectPeople(crowded, others, [someone]);
    },
  );
});

// Another transaction may hold the row alone. Its condition is not evaluated then.
test.each([
  ['the event is cancelled', { status: 'cancelled' }],
  ['its waitlist is closed', { hasWaitlist: false }],
])(
  'a person who waits gets a 409 with their position, even when %s and their row is in conflict',
  async (_why, changes) => {
    const { eventId, userIds } = await aFullEvent(2);
    await updateEvent(eventId, changes);
    const Item = marshall(await stored(seats.ref(eventId)));
    const cancelled = [
      { Code: 'ConditionalCheckFailed', Item },
      { Code: 'None' },
      { Code: 'TransactionConflict' },
    ];
    const request = { path: { eventId }, body: { userId: userIds[1] } };
    const { answer } = await answerWith('registerForEvent', request, { takeSeat: { cancelled } });
    expectProblem(answer, 'ALREADY_WAITLISTED', 'User is already on the waitlist at position 1');
  },
);

describe('422', () => {
  test('lists the broken rules of the path and the body at once', async () => {
    const answer = await invoke(handler, { path: { eventId: 'a b' }, body: { userId: 5 } });
    expectBrokenRules(answer, ['/path/eventId', '/body/userId']);
  });

  test('asks for a userId', async () => {
    const open = await anEvent();
    expectBrokenRules(await invoke(handler, { path: { eventId: open }, body: {} }), ['/body/userId']);
    await expectPeople(open, [], []);
  });
});

describe('503', () => {
  test('comes after too many conflicts, and nothing is changed', async () => {
    const [open, someone] = [await anEvent(), await aUser()];
    await expectToGiveUp('registerForEvent', { path: { eventId: open }, body: { userId: someone } });
    await expectPeople(open, [], []);
    expect(await stored(registrations.ref(open, someone))).toBeUndefined();
  });
});
