import { PREFIX } from '../../lib/domain/registrationSortKey.ts';
import { TABLES } from '../../lib/dynamo/client.ts';
import { MAX_SEEN } from '../../lib/registrations/turnWatch.ts';

// biome-ignore lint/suspicious/noExplicitAny: calls of every shape
export type Call = { operation: string; input: any };

type Put = { TableName?: string; Item?: { outcome?: { S?: string } } };

const isQueryOf = (table: string) => (call: Call) =>
  call.operation === 'Query' && call.input.TableName === table;

/** Whether the write at this place of a transaction puts this outcome of a hold. */
const putsOutcome = ({ input }: Call, place: number, outcome: string): boolean => {
  const { TableName, Item }: Put = input.TransactItems?.[place]?.Put ?? {};
  return TableName === TABLES.holdOutcomes && Item?.outcome?.S === outcome;
};

/** Whether a call is a transaction of somebody who registers without a crowd, and sets this counter. */
const isQuiet = (counter: string) => (call: Call) => {
  const { UpdateExpression = '', ConditionExpression = '' } = call.input.TransactItems?.[0]?.Update ?? {};
  return ConditionExpression.includes('#crowdAt') && UpdateExpression.includes(`${counter} =`);
};

/** Whether a call takes a free seat in one transaction. */
export const isTakeSeat = isQuiet('#registeredCount');

/** Whether a call takes the next ticket in one transaction. */
export const isTakeTicket = isQuiet('#lastTicket');

const isUpdateOf =
  (table: string, attribute: string) =>
  ({ operation, input }: Call): boolean =>
    operation === 'UpdateItem' &&
    input.TableName === table &&
    new RegExp(`${attribute} = `).test(input.UpdateExpression);

/** Whether a call adds somebody to a funnel. */
export const isArrive = isUpdateOf(TABLES.funnels, 'list_append.*, #round');

/** Whether a call moves a funnel to its next round. */
export const isFence = isUpdateOf(TABLES.funnels, '#earlier1');

/** Whether a call commits a round, and so acquires the holds of all who came in it. */
export const isCommit = isUpdateOf(TABLES.seats, '#round');

/** Whether a call publishes the outcome of a round. */
export const isPublish = ({ operation, input }: Call): boolean =>
  operation === 'BatchWriteItem' && Boolean(input.RequestItems[TABLES.roundOutcomes]);

/** Whether a call confirms a hold. */
export const isConfirm = (call: Call): boolean => putsOutcome(call, 0, 'confirmed');

/** Whether a call releases holds. It lowers the counters of the event first. */
export const isRelease = (call: Call): boolean => putsOutcome(call, 1, 'released');

const reads = ({ operation, input }: Call, table: string): boolean =>
  operation === 'BatchGetItem' && Boolean(input.RequestItems[table]);

/** Whether a call writes the outcome of somebody who asked to leave: of many in the transaction that takes them off. */
const isLeaveOutcome = (kind: 'left' | 'withdrawn') => (call: Call) =>
  Boolean(
    call.input.TransactItems?.some(
      ({ Put }: { Put?: { TableName: string; Item: { kind?: { S?: string } } } }) =>
        Put?.TableName === TABLES.leaveOutcomes && Put.Item.kind?.S === kind,
    ),
  );

export const isLeaveBatch = isLeaveOutcome('left');

/** Whether a call puts the item by which somebody asks to leave. */
const isAsk = ({ operation, input }: Call): boolean =>
  operation === 'PutItem' && input.TableName === TABLES.leavers;

/** Whether a call looks whose turn it is to take those off who ask to leave. */
const isWatch = (call: Call): boolean => isQueryOf(TABLES.leavers)(call) && call.input.Limit === MAX_SEEN;

/** Whether a call reads the item that decides about the seats of an event. */
export const isReadEvent = (call: Call): boolean => reads(call, TABLES.seats);

/** Whether a call reads what decides about a person in a crowd. */
export const isCheckPerson = (call: Call): boolean =>
  reads(call, TABLES.users) && reads(call, TABLES.funnels);

/** Whether a call reads the outcome of a round. */
const isLookForOutcome = (call: Call): boolean => reads(call, TABLES.roundOutcomes);

/** Whether a call reads what decides about closing a round. */
const isReadRound = (call: Call): boolean => reads(call, TABLES.seats) && reads(call, TABLES.funnels);

/** Whether a call removes only one registration, whose sort key begins so. */
const isLeaving = (prefix: string) => (call: Call) =>
  !isLeaveBatch(call) && JSON.stringify(call.input.TransactItems?.[1]?.Delete ?? '').includes(`"${prefix}`);

const ROLES = {
  takeSeat: isTakeSeat,
  takeTicket: isTakeTicket,
  arrive: isArrive,
  fence: isFence,
  commit: isCommit,
  publish: isPublish,
  lookForOutcome: isLookForOutcome,
  checkPerson: isCheckPerson,
  readRound: isReadRound,
  confirm: isConfirm,
  release: isRelease,
  ask: isAsk,
  watch: isWatch,
  findLeavers: isQueryOf(TABLES.leavers),
  leaveBatch: isLeaveBatch,
  withdraw: isLeaveOutcome('withdrawn'),
  leaveSeat: isLeaving(PREFIX.registered),
  leaveQueue: isLeaving(PREFIX.waitlisted),
  readEvent: (call: Call) => isReadEvent(call) && !isReadRound(call),
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
