/** An answer of DynamoDB, or of the weather instead of it. */
export type Answer = { status: number; headers: Record<string, string>; body: Buffer | string };

/** The reason why one write of a transaction was cancelled. `Item` is the item that it met. */
export type Reason = { Code: string; Message?: string; Item?: object };

const MODEL = 'com.amazonaws.dynamodb.v20120810';
const CORAL = 'com.amazon.coral.availability';
const HOT =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.';
const HOT_INDEX =
  'Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB is automatically scaling your index so please try again shortly.';

/** The exceptions that the weather answers, in the words of DynamoDB. */
const EXCEPTIONS = {
  ThrottlingException: [400, CORAL, HOT],
  ProvisionedThroughputExceededException: [
    400,
    MODEL,
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ],
  InternalServerError: [500, MODEL, 'Internal server error'],
  TransactionInProgressException: [
    400,
    MODEL,
    'The transaction with the given request token is already in progress.',
  ],
  TransactionConflictException: [
    400,
    MODEL,
    'Operation was rejected because there is an ongoing transaction for the item.',
  ],
} as const;

export type Exception = keyof typeof EXCEPTIONS;

const answer = (status: number, body: object): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

export function exception(name: Exception, more: object = {}): Answer {
  const [status, namespace, message] = EXCEPTIONS[name];
  return answer(status, { __type: `${namespace}#${name}`, message, ...more });
}

export const REASONS = {
  None: { Code: 'None' },
  TransactionConflict: { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
  ThrottlingError: { Code: 'ThrottlingError', Message: HOT },
  ThrottlingErrorOfIndex: { Code: 'ThrottlingError', Message: HOT_INDEX },
} satisfies Record<string, Reason>;

/** The answer to a cancelled transaction, with a reason for each of its writes in their order. */
export const cancelled = (reasons: Reason[]): Answer =>
  answer(400, {
    __type: `${MODEL}#TransactionCanceledException`,
    CancellationReasons: reasons,
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
  });
