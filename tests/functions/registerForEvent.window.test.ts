import type { ErrorCode } from '../../lib/core/errors.ts';
import { rememberCrowd } from '../../lib/registrations/crowdMemory.ts';
import * as registrations from '../../lib/repositories/registrations.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { checkIn, getEvent, register, unregister, updateEvent } from '../support/api/operations.ts';
import { expectSound, inCrowd } from '../support/records/holds.ts';
import { anEvent, aUser, registeredUsers, stored } from '../support/records/records.ts';
import { aCrowdedEvent, holdEarlier } from '../support/records/rounds.ts';

const [PAST, FUTURE] = ['2001-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'];

/** Ways to register: by a transaction of an event that the process knows, or does not know, or by a round. */
const WAYS: Record<string, (eventId: string) => unknown> = {
  'at an event that the process does not know': () => undefined,
  'at an event that it knows': eventId => getEventKnown(eventId),
  'by a round': eventId => rememberCrowd(eventId),
};

/** Somebody is refused, so that the process knows the event. */
const getEventKnown = async (eventId: string) => register(eventId, await aUser());

describe.each(Object.entries(WAYS))('somebody who comes %s', (_way, prepare) => {
  test.each<[string, object, ErrorCode, string, object]>([
    [
      'before it opens',
      { opensAt: FUTURE },
      'REGISTRATION_NOT_OPEN',
      `Registration opens at ${FUTURE}`,
      { opensAt: FUTURE },
    ],
    [
      'when it has closed',
      { closesAt: PAST },
      'REGISTRATION_NOT_OPEN',
      `Registration closed at ${PAST}`,
      { closesAt: PAST },
    ],
    [
      'when it has closed, and is full',
      { closesAt: PAST, capacity: 1 },
      'REGISTRATION_NOT_OPEN',
      `Registration closed at ${PAST}`,
      { closesAt: PAST },
    ],
    [
      'when it has closed, and is cancelled',
      { closesAt: PAST, status: 'cancelled' },
      'EVENT_NOT_OPEN',
      'Event is not open for registration (status: cancelled)',
      {},
    ],
    [
      'when its waitlist has no positions',
      { waitlistCapacity: 0, capacity: 1 },
      'WAITLIST_FULL',
      'Event and waitlist are full (0 waiting).',
      {},
    ],
    [
      'when as many wait as may',
      { waitlistCapacity: 1, capacity: 1, waiting: 1 },
      'WAITLIST_FULL',
      'Event and waitlist are full (1 waiting).',
      {},
    ],
  ])(
    '%s is refused',
    async (_when, { waiting = 0, ...fields }: { waiting?: number }, code, detail, members) => {
      const eventId = await anEvent({ capacity: 1 });
      const people = await registeredUsers(eventId, 1 + waiting);
      expect((await updateEvent(eventId, fields)).status).toBe(200);
      await prepare(eventId);
      const userId = await aUser();
      const answer = await register(eventId, userId);
      expectProblem(answer, code);
      expect(answer.body).toMatchObject({ detail, ...members });
      expect(await stored(registrations.ref(eventId, userId))).toBeUndefined();
      await expectSound(eventId, people.slice(0, 1), people.slice(1));
    },
  );

  test('while it is open gets a seat, and then the last position', async () => {
    const eventId = await anEvent({
      capacity: 1,
      opensAt: PAST,
      closesAt: FUTURE,
      leaveUntil: FUTURE,
      waitlistCapacity: 1,
    });
    const [first, second] = [await aUser(), await aUser()];
    await prepare(eventId);
    const answers = [await register(eventId, first), await register(eventId, second)];
    expect(answers.map(({ status }) => status)).toEqual(
      answers.map(({ body }) => (body.code === 'WAITLIST_FULL' ? 409 : 201)),
    );
    expect((await getEvent(eventId)).body).toMatchObject({ registeredCount: 1, waitlistCount: 1 });
  });
});

describe.each(['readRound', 'commit'])('in a crowd, when the event is edited before %s, somebody', step => {
  test.each<[string, object, ErrorCode]>([
    ['it was closed', { closesAt: PAST }, 'REGISTRATION_NOT_OPEN'],
    ['it was set to open later', { opensAt: FUTURE }, 'REGISTRATION_NOT_OPEN'],
    ['the waitlist lost its positions', { waitlistCapacity: 0 }, 'WAITLIST_FULL'],
  ])('is refused, when %s', async (_what, fields, code) => {
    const eventId = await anEvent({ capacity: 1 });
    const [seated = ''] = await registeredUsers(eventId, 1);
    const edit = async () => expect((await updateEvent(eventId, fields)).status).toBe(200);
    const { answer } = await inCrowd(eventId, await aUser(), { [step]: edit });
    expectProblem(answer, code);
    await expectSound(eventId, [seated], []);
  });

  test('gets a seat, when it was opened', async () => {
    const [eventId, userId] = [await aCrowdedEvent({ opensAt: FUTURE }), await aUser()];
    const edit = async () => expect((await updateEvent(eventId, { opensAt: null })).status).toBe(200);
    const { answer } = await inCrowd(eventId, userId, { [step]: edit });
    expect(answer).toMatchObject({ status: 201, body: { status: 'registered' } });
    await expectSound(eventId, [userId], []);
  });
});

test('a seat that an earlier request holds is not used after the event has closed', async () => {
  const [eventId, userId] = [await anEvent({ capacity: 1 }), await aUser()];
  await holdEarlier(eventId, userId);
  await updateEvent(eventId, { closesAt: PAST });
  expectProblem(await register(eventId, userId), 'REGISTRATION_NOT_OPEN');
});

test('when registration has closed, people leave, are promoted and are checked in', async () => {
  const eventId = await anEvent({ capacity: 2 });
  const [first = '', second = '', head = ''] = await registeredUsers(eventId, 3);
  await updateEvent(eventId, { closesAt: new Date().toISOString(), waitlistCapacity: 0 });
  expect((await unregister(eventId, first)).body).toMatchObject({ promotedUser: head });
  expect((await checkIn(eventId, second)).body).toMatchObject({ firstCheckIn: true });
  const next = await aUser();
  await updateEvent(eventId, { closesAt: null, waitlistCapacity: null });
  expect((await register(eventId, next)).body).toMatchObject({ waitlistPosition: 1 });
  await updateEvent(eventId, { closesAt: PAST, capacity: 3 });
  await expectSound(eventId, [second, head, next], []);
});
