import fc from 'fast-check';
import type { FaultKind } from '../simulator/faults.ts';
import type { Answer } from '../support/api/invoke.ts';
import { deathAfterHold, FAULTS, fewFaults, lostHold } from './disturbances.ts';
import { type EventModel, FUTURE, PAST } from './eventModel.ts';
import type { Expected } from './expected.ts';
import type { RealEvent } from './realEvent.ts';

type Command = fc.AsyncCommand<EventModel, RealEvent>;

function expectAnswer({ status, body }: Answer, expected: Expected): void {
  const text = body?.message ?? body?.detail;
  expect({ status, text, promotedUser: body?.promotedUser }).toEqual({
    status: expected.status,
    text: expected.text ?? text,
    promotedUser: expected.promotedUser,
  });
}

/** A step of the model and of the real event. Their answers are the same, and afterwards readers see the same. */
const command = (name: string, run: (model: EventModel, real: RealEvent) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    await real.expectToBe(model);
  },
  toString: () => name,
});

type Request = (real: RealEvent) => Promise<Answer>;
type Expect = (model: EventModel, userId: string) => Expected;

/**
 * Somebody registers. A seat that a dead process holds for them may be used while their entry is remembered and nobody
 * waits. Then no further seat is taken.
 */
const registering = (name: string, n: number, request: Request, expected: Expect) =>
  command(name, async (model, real) => {
    const [answer, userId] = [await request(real), real.userIds[n] ?? ''];
    const mayUseHeld = model.heldFor.includes(userId) && model.waiting === 0;
    const isRegistered = answer.status === 201 && answer.body.status === 'registered';
    const isHeldUsed = mayUseHeld && isRegistered && (await real.taken()) === model.taken;
    expectAnswer(answer, isHeldUsed ? model.useHeldSeat(userId) : expected(model, userId));
  });

const register = (n: number) =>
  registering(
    `register ${n}`,
    n,
    real => real.register(n),
    (model, userId) => model.register(userId),
  );

const leave = (n: number) =>
  command(`leave ${n}`, async (model, real) =>
    expectAnswer(await real.leave(n), model.leave(real.userIds[n] ?? '')),
  );

const transfer = (n: number, to: number) =>
  command(`transfer ${n} to ${to}`, async (model, real) => {
    const [userId = '', other = ''] = [real.userIds[n], real.userIds[to]];
    expectAnswer(await real.transfer(n, to), model.transfer(userId, other));
  });

const dieAfterHold = (n: number) =>
  registering(
    `register ${n}, and die after acquiring a hold`,
    n,
    real => real.disturbed(deathAfterHold(), () => real.register(n)),
    (model, userId) => model.hold(userId) ?? { status: 500 },
  );

const loseAnswerOfHold = (n: number) =>
  registering(
    `register ${n}, and lose the answer that tells of the hold`,
    n,
    real => real.disturbed(lostHold(), () => real.register(n)),
    (model, userId) => model.register(userId),
  );

type Changes = Parameters<EventModel['update']>[0];

const update = (changes: Changes) =>
  command(`update ${JSON.stringify(changes)}`, async (model, real) =>
    expectAnswer(await real.update(changes), model.update(changes)),
  );

const changeCapacity = (by: number) =>
  command(`${by > 0 ? 'raise' : 'lower'} by ${Math.abs(by)}`, async (model, real) => {
    const capacity = Math.max(1, model.settings.capacity + by);
    expectAnswer(await real.update({ capacity }), model.update({ capacity }));
  });

const remove = command('delete', async (model, real) => expectAnswer(await real.delete(), model.delete()));

const create = (capacity: number, hasWaitlist: boolean) => {
  const settings = { capacity, hasWaitlist, status: 'active' as const };
  return command(`create ${JSON.stringify(settings)}`, async (model, real) =>
    expectAnswer(await real.create(settings), model.create(settings)),
  );
};

const deleteUser = (n: number) =>
  command(`delete user ${n}`, async (model, real) =>
    expectAnswer(await real.deleteUser(n), model.users.delete(real.userIds[n] ?? '')),
  );

const createUser = (n: number) =>
  command(`create user ${n}`, async (model, real) =>
    expectAnswer(await real.createUser(n), model.users.create(real.userIds[n] ?? '')),
  );

const settle = command('settle', async (model, real) => {
  await real.settle();
  model.settle();
});

const removeDeletedUsers = command('remove deleted users', async (model, real) => {
  await real.removeDeletedUsers();
  model.removeDeletedUsers();
});

const releaseStaleHoldsSoon = command('sweep within a minute', async (_model, real) => {
  await real.releaseStaleHolds();
});

const releaseStaleHoldsLater = command('sweep after a minute', async (model, real) => {
  await real.sweepAll();
  model.releaseStaleHolds();
});

const weather = (kind: FaultKind, most: number) =>
  command(`weather: ${kind}, ${most} times`, async (_model, real) => {
    real.weather(fewFaults(kind, most));
  });

export const PEOPLE = 5;
const person = fc.nat(PEOPLE - 1);

/** Everything that may happen to an event. Frequent commands are listed more than once. */
export const commands: fc.Arbitrary<Command>[] = [
  person.map(register),
  person.map(register),
  person.map(register),
  person.map(leave),
  person.map(leave),
  person.map(dieAfterHold),
  person.map(loseAnswerOfHold),
  fc.constantFrom(1, 2, -1).map(changeCapacity),
  fc
    .constantFrom('active' as const, 'active' as const, 'cancelled' as const)
    .map(status => update({ status })),
  fc.boolean().map(hasWaitlist => update({ hasWaitlist })),
  fc.constantFrom('2027-01-01', '2031-02-03').map(date => update({ date })),
  fc.constantFrom(PAST, FUTURE, null).map(opensAt => update({ opensAt })),
  fc.constantFrom(PAST, FUTURE, null).map(closesAt => update({ closesAt })),
  fc.constantFrom(PAST, FUTURE, null).map(leaveUntil => update({ leaveUntil })),
  fc.constantFrom(0, 1, null).map(waitlistCapacity => update({ waitlistCapacity })),
  fc.tuple(person, person).map(([n, to]) => transfer(n, to)),
  fc.constant(remove),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([capacity, has]) => create(capacity, has)),
  person.map(deleteUser),
  person.map(createUser),
  fc.constant(settle),
  fc.constant(removeDeletedUsers),
  fc.constant(releaseStaleHoldsSoon),
  fc.constant(releaseStaleHoldsLater),
  fc
    .tuple(fc.constantFrom(...FAULTS), fc.integer({ min: 1, max: 3 }))
    .map(([kind, most]) => weather(kind, most)),
  fc
    .tuple(fc.constantFrom(...FAULTS), fc.integer({ min: 1, max: 3 }))
    .map(([kind, most]) => weather(kind, most)),
];
