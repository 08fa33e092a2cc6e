import { type Answer, cancelled, exception, REASONS } from './exceptions.ts';
import { type Random, randomOfPart } from './random.ts';
import type { Call, Target } from './wire.ts';

/** What may go wrong with a request: how it is answered instead, or what happens to its answer. */
export type FaultKind =
  /** Others hold its items, those that match: a transaction is cancelled, a plain write is refused. */
  | 'conflict'
  | 'throttle'
  | 'throughput'
  /** A transaction is cancelled, as its matching items have no capacity left. */
  | 'wrappedThrottle'
  | 'failure'
  /** Carried out, and answered as a failure. */
  | 'failureAfter'
  | 'inProgress'
  | 'slow'
  /** The connection ends before the database has seen the request. */
  | 'cut'
  /** The connection ends when the request was carried out: its answer is lost. */
  | 'cutAfter';

/** Plain data, so that it can be given to another process. */
export type Fault = {
  kind: FaultKind;
  /** To how many of the requests that it may befall it happens: 0 to 1. */
  probability: number;
  /** The operations that it may befall. Any, when left out. */
  operations?: string[];
  /** A text in the addresses of the items that it may befall, such as `-seats event-1`. Any, when left out. */
  items?: string;
  /** How often it happens at most. */
  most?: number;
  /** For slow answers: between how many milliseconds they are late. */
  lateMs?: [least: number, most: number];
};

/** What the weather does to one request. */
export type Strike = { kind: FaultKind; answer?: Answer | undefined; lateMs: number };

const PLAIN_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

const isTransaction = ({ operation }: Call) => /^Transact/.test(operation);

/** The requests of which DynamoDB itself knows such a fault. */
const BEFALLS: Partial<Record<FaultKind, (call: Call) => boolean>> = {
  conflict: call => isTransaction(call) || PLAIN_WRITES.includes(call.operation),
  wrappedThrottle: isTransaction,
  inProgress: isTransaction,
};

/** Says of each request which fault befalls it, if any: the first one in the list that does. */
export function faultsFrom(seed: number, faults: Fault[]): (call: Call) => Strike | undefined {
  const ready = faults.map((fault, n) => ({ fault, random: randomOfPart(seed, n), times: 0 }));
  return call => {
    for (const one of ready) {
      const { fault, random, times } = one;
      if (times === (fault.most ?? Number.POSITIVE_INFINITY) || !mayBefall(fault, call)) continue;
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

function mayBefall(fault: Fault, call: Call): boolean {
  if (fault.operations && !fault.operations.includes(call.operation)) return false;
  if (BEFALLS[fault.kind]?.(call) === false) return false;
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
