import type { Call } from './history.ts';

/** The state of a person at an event (rule 2). Others may promote the person at any moment. */
type State = 'nothing' | 'waiting' | 'seated';

const withPromotion = (state: State): State[] => (state === 'waiting' ? ['waiting', 'seated'] : [state]);

/** After such an answer it is not known whether anything was changed. */
const isUnknown = ({ answer }: Call) => answer.status >= 500;

/** The states to which a call with this answer may lead from one state. There are none if the answer is wrong. */
function afterCall({ kind, answer }: Call, before: State): State[] {
  const { status, body } = answer;
  const was = withPromotion(before);
  const onlyFrom = (state: State, after: State = state): State[] => (was.includes(state) ? [after] : []);
  if (status >= 500) {
    if (kind === 'unregister' || kind === 'handOn') return [...was, 'nothing'];
    if (before !== 'nothing') return was;
    return kind === 'receive' ? ['nothing', 'seated'] : ['nothing', 'waiting', 'seated'];
  }
  if (kind === 'receive') {
    if (status === 200) return onlyFrom('nothing', 'seated');
    if (body.code === 'ALREADY_REGISTERED') return onlyFrom('seated');
    return body.code === 'ALREADY_WAITLISTED' ? onlyFrom('waiting') : was;
  }
  if (kind === 'handOn') {
    if (status === 404) return onlyFrom('nothing');
    if (body.code === 'NOT_SEATED') return onlyFrom('waiting');
    return status === 200 ? onlyFrom('seated', 'nothing') : onlyFrom('seated');
  }
  if (kind === 'register') {
    if (status === 201) return onlyFrom('nothing', body.status === 'registered' ? 'seated' : 'waiting');
    if (body.code === 'ALREADY_REGISTERED') return onlyFrom('seated');
    if (body.code === 'ALREADY_WAITLISTED') return onlyFrom('waiting');
    return onlyFrom('nothing');
  }
  if (status === 404) return onlyFrom('nothing');
  if (body.code === 'LEAVING_CLOSED') return onlyFrom('seated');
  return onlyFrom(body.message.includes('waitlist') ? 'waiting' : 'seated', 'nothing');
}

/**
 * Returns whether all answers to one person are true in some order, in which each call happens at a moment between its
 * beginning and its end. A call without an answer may happen at any time later, or never.
 */
export function isLinearisable(calls: Call[], end?: State): boolean {
  const ends = calls.map(call => (isUnknown(call) ? Number.POSITIVE_INFINITY : call.answered));
  const seen = new Set<string>();
  const search = (done: bigint, state: State): boolean => {
    const key = `${done} ${state}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const left = calls.flatMap((call, n) => (done & (1n << BigInt(n)) ? [] : [{ call, n }]));
    const isOver = left.every(({ call }) => isUnknown(call));
    if (isOver && (end === undefined || withPromotion(state).includes(end))) return true;
    const firstEnd = Math.min(...left.map(({ n }) => ends[n] ?? 0));
    return left.some(
      ({ call, n }) =>
        call.sent <= firstEnd &&
        afterCall(call, state).some(after => search(done | (1n << BigInt(n)), after)),
    );
  };
  return search(0n, 'nothing');
}

/** The people whose answers are true in no order, with their calls and answers. */
export function contradictions(calls: Call[], endOf: (userId: string) => State | undefined): string[] {
  const byUser = [...Map.groupBy(calls, ({ userId }) => userId)];
  return byUser.flatMap(([userId, own]) => {
    if (isLinearisable(own, endOf(userId))) return [];
    const story = own
      .sort((a, b) => a.sent - b.sent)
      .map(({ kind, sent, answered, answer: { status, body } }) =>
        [`${sent}-${answered}`, kind, status, body?.code ?? body?.message].join(' '),
      );
    return `${userId}, ${endOf(userId)} at the end:\n${story.join('\n')}`;
  });
}

export const endsOf =
  (rows: { userId: string; status: string }[]) =>
  (userId: string): State => {
    const row = rows.find(one => one.userId === userId);
    if (!row) return 'nothing';
    return row.status === 'registered' ? 'seated' : 'waiting';
  };
