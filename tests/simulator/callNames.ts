import { PREFIX } from '../../lib/domain/registrationSortKey.ts';
import { TABLES } from '../../lib/dynamo/client.ts';

// biome-ignore lint/suspicious/noExplicitAny: calls of every shape
export type Call = { operation: string; input: any };

const isHoldOutcome = (outcome: string) => (call: Call) =>
  call.input.TransactItems?.[0]?.Put?.TableName === TABLES.holdOutcomes &&
  JSON.stringify(call.input).includes(`"${outcome}"`);

/** Whether a call takes a free seat. */
export const isTakeSeat = ({ input }: Call): boolean =>
  Boolean(input.TransactItems?.[0]?.Update?.ConditionExpression.includes('attribute_not_exists(#sweep)'));

/** Whether a call acquires a hold. */
export const isHold = ({ operation, input }: Call): boolean =>
  operation === 'UpdateItem' && /^SET .*#holds/.test(input.UpdateExpression);

export const isConfirm = isHoldOutcome('confirmed');
export const isRelease = isHoldOutcome('released');

/** Whether a call reads the item that decides about the seats of an event. */
export const isReadEvent = ({ input }: Call): boolean => Boolean(input.RequestItems?.[TABLES.seats]);

/** Whether a call removes a registration whose sort key begins so. */
const isLeaving = (prefix: string) => (call: Call) =>
  JSON.stringify(call.input.TransactItems?.[1]?.Delete ?? '').includes(`"${prefix}`);

const isQueryOf = (table: string) => (call: Call) =>
  call.operation === 'Query' && call.input.TableName === table;

const ROLES = {
  takeSeat: isTakeSeat,
  hold: isHold,
  confirm: isConfirm,
  release: isRelease,
  leaveSeat: isLeaving(PREFIX.registered),
  leaveQueue: isLeaving(PREFIX.waitlisted),
  readEvent: isReadEvent,
  findDeletion: isQueryOf(TABLES.deletions),
  findHistory: isQueryOf(TABLES.history),
};

/** What a call may be named by: what it is for, or its operation. */
export type CallName =
  | keyof typeof ROLES
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem'
  | 'PutItem'
  | 'BatchWriteItem'
  | 'TransactWriteItems'
  | 'TransactGetItems';

/** The names of a call, the one that tells what it is for first. */
export const namesOf = (call: Call): CallName[] => [
  ...(Object.keys(ROLES) as (keyof typeof ROLES)[]).filter(role => ROLES[role](call)),
  call.operation as CallName,
];

/** What each call was for, or its operation where there is no name for that. */
export const namesIn = (calls: Call[]): string[] => calls.flatMap(call => namesOf(call).slice(0, 1));
