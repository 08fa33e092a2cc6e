import type { Call, Change } from './history.ts';

/** The call that made each registration, if its answer came. */
const joinsOf = (calls: Call[]): Map<string, Call> =>
  new Map(
    calls
      .filter(({ kind, answer }) => kind === 'register' && answer.status === 201)
      .map(call => [call.answer.body.registrationId, call]),
  );

const isBefore = (one: Call | undefined, other: Call | undefined): boolean =>
  one !== undefined && other !== undefined && one.answered < other.sent;

/**
 * People who got a seat while somebody ahead of them waited (rules 4 and 5). Somebody is ahead if their call was
 * answered before the other call was sent.
 */
export function queueJumpers(calls: Call[], changes: Change[]): string[] {
  const joins = joinsOf(calls);
  const waiting = new Set<string>();
  const found: string[] = [];
  for (const { what, row } of changes) {
    const { registrationId } = row;
    waiting.delete(registrationId);
    if (what === 'queued') waiting.add(registrationId);
    if (what !== 'seated' && what !== 'promoted') continue;
    for (const other of waiting) {
      if (!isBefore(joins.get(other), joins.get(registrationId))) continue;
      found.push(`${registrationId} was ${what} while ${other} waited, who came first`);
    }
  }
  return found;
}

/** Seats that became free and went to nobody, while somebody waited at an active event (rule 6). */
export function seatsKeptFromHead(calls: Call[], changes: Change[]): string[] {
  const joins = joinsOf(calls);
  const waiting = new Set<string>();
  const found: string[] = [];
  for (const { what, row } of changes) {
    waiting.delete(row.registrationId);
    if (what === 'queued') waiting.add(row.registrationId);
    if (what !== 'left' || row.status !== 'registered') continue;
    const leave = leaveOf(row.userId, row.registrationId, calls, joins);
    if (!leave || leave.answer.body.promotedUser) continue;
    for (const other of waiting) {
      if (isBefore(joins.get(other), leave)) found.push(`${row.userId} left, and ${other} went on waiting`);
    }
  }
  return found;
}

type Row = { status: string; registrationId: string };

/** Pairs in the listed queue of which the second person came first (rule 4). */
export function wrongOrders(calls: Call[], rows: Row[]): string[] {
  const joins = joinsOf(calls);
  const queue = rows.filter(({ status }) => status === 'waitlisted').map(row => row.registrationId);
  return queue.flatMap((ahead, n) =>
    queue
      .slice(n + 1)
      .filter(behind => isBefore(joins.get(behind), joins.get(ahead)))
      .map(behind => `${ahead} is listed before ${behind}, who came first`),
  );
}

/** The call that ended a registration. It is known only if no other call may have ended it, such as one that died. */
function leaveOf(userId: string, registrationId: string, calls: Call[], joins: Map<string, Call>) {
  const leaves = calls.filter(
    ({ kind, answer, ...call }) =>
      ['unregister', 'handOn'].includes(kind) &&
      call.userId === userId &&
      (answer.status === 200 || answer.status >= 500),
  );
  const [leave, ...others] = leaves;
  const isKnown = leave?.kind === 'unregister' && leave.answer.status === 200 && others.length === 0;
  return isKnown && !isBefore(leave, joins.get(registrationId)) ? leave : undefined;
}

/** People who were named as promoted more often than they were promoted. */
export function falsePromotions(calls: Call[], changes: Change[]): string[] {
  const count = (userIds: string[]) => Map.groupBy(userIds, userId => userId);
  const named = count(calls.flatMap(({ answer }) => answer.body?.promotedUser ?? []));
  const promoted = count(changes.flatMap(({ what, row }) => (what === 'promoted' ? row.userId : [])));
  return [...named].flatMap(([userId, times]) =>
    times.length > (promoted.get(userId)?.length ?? 0) ? `${userId} was named ${times.length} times` : [],
  );
}

/** The most people who had seats at once. */
export function mostSeated(changes: Change[]): number {
  const seated = new Set<string>();
  return changes.reduce((most, { what, row }) => {
    if (what === 'seated' || what === 'promoted') seated.add(row.registrationId);
    else seated.delete(row.registrationId);
    return Math.max(most, seated.size);
  }, 0);
}
