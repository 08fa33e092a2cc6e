import { type CallName, namesOf } from '../simulator/callNames.ts';
import { cancelled, REASONS } from '../simulator/exceptions.ts';
import type { Call } from '../simulator/wire.ts';
import { NOT_TRIED_AGAIN } from './disturbances.ts';
import type { Conduct } from './router.ts';

/** One of the calls of a process: by its number, or the first one of a name. */
export type Step = number | CallName;

/**
 * What becomes of one process. It dies after a call was carried out, the answer to one call is lost, and its transactions
 * at a quiet event meet others, so that people register by rounds, and leave together. Without a step nothing of that
 * happens.
 */
export type Fate = { diesAfter?: Step | undefined; loses?: Step | undefined; meetsOthers: boolean };

/** The transactions of people who come and leave without a crowd. */
const QUIET: CallName[] = ['takeSeat', 'takeTicket', 'leaveSeat', 'leaveQueue'];

const named = ({ operation, body }: Call) => ({ operation, input: JSON.parse(body.toString()) });

/** Makes calls of one process meet its fate, besides what `conduct` does. */
export function withFate({ diesAfter, loses, meetsOthers }: Fate, conduct: Conduct): Conduct {
  let calls = 0;
  let isDead = false;
  const reached = new Set<Step>();
  /** Whether a call is the step, which is reached once. */
  const isStep = (step: Step | undefined, call: Call): boolean => {
    if (step === undefined || reached.has(step)) return false;
    const is = typeof step === 'number' ? step === calls : namesOf(named(call)).includes(step);
    if (is) reached.add(step);
    return is;
  };
  return async (call, carryOut) => {
    if (isDead) return NOT_TRIED_AGAIN;
    calls += 1;
    const [dies, isLost] = [isStep(diesAfter, call), isStep(loses, call)];
    const isQuiet =
      call.operation === 'TransactWriteItems' && namesOf(named(call)).some(name => QUIET.includes(name));
    if (meetsOthers && isQuiet) {
      return cancelled(call.items().map((_, n) => (n === 0 ? REASONS.TransactionConflict : REASONS.None)));
    }
    if (dies) isDead = true;
    const answer = await conduct(call, carryOut);
    return dies || isLost ? undefined : answer;
  };
}
