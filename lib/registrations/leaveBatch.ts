import { setTimeout as sleep } from 'node:timers/promises';
import { batchGet, type Lookup } from '../dynamo/read.ts';
import { MAX_WRITES, type Refusal, transact, type Writes } from '../dynamo/write.ts';
import * as leaveOutcomes from '../repositories/leaveOutcomes.ts';
import * as leavers from '../repositories/leavers.ts';
import type { Front } from '../repositories/placeLists.ts';
import * as registrations from '../repositories/registrations.ts';
import * as seats from '../repositories/seats.ts';
import { frontFor, isBound, type Left, leavingOf, mayLeave } from './leave.ts';

/** Each of those who leave is four writes at least. One write more changes the counters. */
const MAX_LEAVERS = Math.floor((MAX_WRITES - 1) / 4);

/** After so many transactions somebody else goes on, so that nobody waits for long after they have left themselves. */
const MAX_BATCHES = 20;

/** Between two batches, the event is free of these transactions for a while, so that other people can come and go. */
const LETTING_OTHERS_IN_MS = 25;

/**
 * Takes those who ask off an event, until nobody asks, or somebody else does it, or it was enough. Speed: a transaction
 * that met others is tried again soon, since those of single people are in its way at the beginning of a crowd.
 */
export async function leaveInBatches(eventId: string, incarnation: string): Promise<void> {
  let metOthersAt: string | undefined;
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    const asking = await leavers.first(incarnation, MAX_LEAVERS);
    const first = asking[0]?.leaveId;
    const isTakenOver = metOthersAt !== undefined && metOthersAt !== first;
    if (!first || isTakenOver) return;
    const isDone = await leaveBatch(eventId, asking);
    metOthersAt = isDone ? undefined : first;
    await sleep(isDone ? LETTING_OTHERS_IN_MS : Math.random() * LETTING_OTHERS_IN_MS);
  }
}

/**
 * Takes people off an event, as many as fit into a transaction, and writes what became of each of them. Those who are
 * stale only lose the item by which they ask. Returns `false` when other transactions were in the way.
 */
async function leaveBatch(eventId: string, asking: leavers.Leaver[]): Promise<boolean> {
  const refs = asking.flatMap(({ userId, leaveId }) => [
    registrations.ref(eventId, userId),
    leaveOutcomes.ref(leaveId),
  ]);
  const found = await batchGet([seats.ref(eventId), ...refs], { consistent: true });
  const event = seats.unlessDeleted(found(seats.ref(eventId)));
  const { due, stale } = sortOut(asking, event, found);
  const writes: Writes =
    event && due.length > 0
      ? fittingWrites(event, due, stale, await frontFor(event, rowsOf(due)))
      : { asking: stale.map(leavers.remove) };
  const outcome = await transact(writes, { yieldsToContention: true });
  return outcome.kind === 'committed' || !isContended(outcome.refusals);
}

const isContended = (refusals: Record<string, Refusal<unknown> | Refusal<unknown>[] | undefined>): boolean =>
  Object.values(refusals)
    .flat()
    .some(refusal => refusal?.conflicted);

/** Somebody who asks, with the registration that they asked to end. */
type Due = { leaver: leavers.Leaver; row: registrations.Item };

const rowsOf = (due: Due[]): registrations.Item[] => due.map(({ row }) => row);

/**
 * Tells who can leave now from those who cannot: their request is over, or their registration is not the one that they
 * asked to end, or they are checked in, or their seat could no longer be given up. A transaction takes one write for
 * each item, so somebody who asks twice waits for the next one.
 */
function sortOut(asking: leavers.Leaver[], event: seats.Item | undefined, found: Lookup) {
  const due = new Map<string, Due>();
  const stale: leavers.Leaver[] = [];
  for (const leaver of asking) {
    const { incarnation, leaveId, userId, registrationId } = leaver;
    const row = event && found(registrations.ref(event.eventId, userId));
    const isOpen = leavers.mayWait(leaver) && !found(leaveOutcomes.ref(leaveId));
    const isTheirs = event?.incarnation === incarnation && row?.registrationId === registrationId;
    const mayGo = isTheirs && mayLeave(row) && !isBound(event, row, leavers.timeOf(leaver));
    if (!isOpen || !mayGo) stale.push(leaver);
    else if (!due.has(userId)) due.set(userId, { leaver, row });
  }
  return { due: [...due.values()], stale };
}

/** Makes the writes for as many of those who are due as fit into a transaction, the first ones. */
function fittingWrites(event: seats.Item, due: Due[], stale: leavers.Leaver[], front: Front) {
  for (let some = due; ; some = some.slice(0, -1)) {
    const writes = writesOf(event, some, stale, front);
    if (Object.values(writes).flat().length <= MAX_WRITES) return writes;
  }
}

function writesOf(event: seats.Item, due: Due[], stale: leavers.Leaver[], front: Front) {
  const seated = due.filter(({ row }) => row.status === 'registered');
  const askedAt = Math.max(0, ...seated.map(({ leaver }) => leavers.timeOf(leaver)));
  const { lefts, writes } = leavingOf(event, rowsOf(due), front, askedAt);
  return {
    ...writes,
    outcomes: due.map(({ leaver }, n) =>
      leaveOutcomes.write(leaver.leaveId, { kind: 'left', ...(lefts[n] as Left) }),
    ),
    asking: [...stale, ...due.map(({ leaver }) => leaver)].map(leavers.remove),
  };
}
