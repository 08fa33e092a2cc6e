import type { Answer } from '../simulator/exceptions.ts';
import { type FaultKind, faultsFrom } from '../simulator/faults.ts';
import type { Call } from '../simulator/wire.ts';
import type { Conduct } from './router.ts';

export const FAULTS: FaultKind[] = [
  'conflict',
  'throttle',
  'throughput',
  'wrappedThrottle',
  'failure',
  'inProgress',
  'cut',
  'failureAfter',
  'cutAfter',
];

/** The next calls that can meet this fault meet it. */
export function fewFaults(kind: FaultKind, most: number): Conduct {
  const faultOf = faultsFrom(0, [{ kind, probability: 1, most }]);
  return async (call, carryOut) => {
    const strike = faultOf(call);
    if (strike?.kind === 'cut') return undefined;
    if (strike?.answer && strike.kind !== 'failureAfter') return strike.answer;
    const answer = await carryOut();
    return strike?.kind === 'cutAfter' ? undefined : (strike?.answer ?? answer);
  };
}

/** The SDK does not retry this answer, so that the request ends at once. */
export const NOT_TRIED_AGAIN: Answer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazon.coral.service#AccessDeniedException',
    message: 'Refused for a test',
  }),
};

/** The number of holds that a call acquires, which is that of the commit of a round. */
function holdsIn({ operation, body }: Call): number {
  if (operation !== 'UpdateItem' || !body.includes('#roundCuts')) return 0;
  const { ExpressionAttributeValues: values } = JSON.parse(body.toString());
  return Number(values[':seated'].N) + Number(values[':queued'].N);
}

/** Makes a request acquire a hold by a conflict of its first transaction, and then disturbs the request. */
function onceHoldIsAcquired(hold: { isAnswered: boolean; isConfirmed: boolean }): Conduct {
  const conflict = fewFaults('conflict', 1);
  let isAcquired = false;
  const isHold = (call: Call) => !isAcquired && holdsIn(call) > 0;
  return async (call, carryOut) => {
    if (isAcquired && !hold.isConfirmed) return NOT_TRIED_AGAIN;
    if (!isHold(call)) return conflict(call, carryOut);
    const answer = await carryOut();
    isAcquired = answer.status === 200;
    return isAcquired && !hold.isAnswered ? undefined : answer;
  };
}

/** The process dies right after it acquired a hold. */
export const deathAfterHold = () => onceHoldIsAcquired({ isAnswered: true, isConfirmed: false });

/** The answer that tells of the hold is lost. */
export const lostHold = () => onceHoldIsAcquired({ isAnswered: false, isConfirmed: true });
