import { type Answer, cancelled, exception, REASONS } from './exceptions.ts';
import { type Random, randomOfPart } from './random.ts';
import type { Call, Target } from './wire.ts';

/** A fault replaces the answer to a request, or happens to the answer. */
export type FaultKind =
  /** Other transactions lock the matching items. A transaction is cancelled, and a plain write is refused. */
  | 'conflict'
  | 'throttle'
  | 'throughput'
  /** A transaction is cancelled because its matching items have no capacity left. */
  | 'wrappedThrottle'
  | 'failure'
  /** The request is carried out, and its answer is a failure. */
  | 'failureAfter'
  | 'inProgress'
  | 'slow'
  /** The connection ends before the database has seen the request. */
  | 'cut'
  /** The connection ends after the request was carried out, so that the answer is lost. */
  | 'cutAfter';

/** A fault is plain data, so that it can be sent to another process. */
export type Fault = {
  kind: FaultKind;
  /** The share of requests that the fault hits, from 0 to 1, among those that it may hit. */
  probability: number;
  /** The operations that the fault may hit. The default is all. */
  operations?: string[];
  /** A text in the addresses of the items that the fault may hit, such as `-seats event-1`. The default is all. */
  items?: string;
  /** The fault happens at most so many times. */
  most?: number;
  /** A slow answer is late by a time between these, in milliseconds. */
  lateMs?: [least: number, most: number];
};

/** The effect of a fault on one request. */
export type Strike = { kind: FaultKind; answer?: Answer | undefined; lateMs: number };

const PLAIN_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

const isTransaction = ({ operation }: Call) => /^Transact/.test(operation);

/** The requests for which DynamoDB has such a fault. */
const CAN_HIT: Partial<Record<FaultKind, (call: Call) => boolean>> = {
  conflict: call => isTransaction(call) || PLAIN_WRITES.includes(call.operation),
  wrappedThrottle: isTransaction,
  inProgress: isTransaction,
};

/** Returns the first fault of the list that hits a request, if any. */
export function faultsFrom(seed: number, faults: Fault[]): (call: Call) => Strike | undefined {
  const ready = faults.map((fault, n) => ({ fault, random: randomOfPart(seed, n), times: 0 }));
  return call => {
    for (const one of ready) {
      const { fault, random, times } = one;
      if (times === (fault.most ?? Number.POSITIVE_INFINITY) || !mayHit(fault, call)) continue;
      if (random() >= fault.probability) continue;
      one.times += 1;
      return { kind: fault.kind, answer: answerOf(fault, call), lateMs: latenessOf(fault, random) };
    }
    return undefined;
  };
}

const isChosen =
  ({ items = '' }: Fault) =>
  ({ address }: Target) =>
    address.includes(items);

function mayHit(fault: Fault, call: Call): boolean {
  if (fault.operations && !fault.operations.includes(call.operation)) return false;
  if (CAN_HIT[fault.kind]?.(call) === false) return false;
  return fault.items === undefined || call.items().some(isChosen(fault));
}

function answerOf(fault: Fault, call: Call): Answer | undefined {
  const cancelledFor = (reason: keyof typeof REASONS) =>
    cancelled(call.items().map(item => (isChosen(fault)(item) ? REASONS[reason] : REASONS.None)));
  switch (fault.kind) {
    case 'conflict':
      return isTransaction(call)
        ? cancelledFor('TransactionConflict')
        : exception('TransactionConflictException');
    case 'wrappedThrottle':
      return cancelledFor('ThrottlingError');
    case 'throttle':
      return exception('ThrottlingException');
    case 'throughput':
      return exception('ProvisionedThroughputExceededException');
    case 'failure':
    case 'failureAfter':
      return exception('InternalServerError');
    case 'inProgress':
      return exception('TransactionInProgressException');
    default:
      return undefined;
  }
}

const latenessOf = ({ kind, lateMs: [least, most] = [50, 500] }: Fault, random: Random): number =>
  kind === 'slow' ? least + (most - least) * random() : 0;
