import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import type { OperationId } from '../../schemas/requests.ts';
import { coldStart } from './coldStart.ts';
import { forward, refuse, withServer } from './faultyDatabase.ts';
import { type Answer, invoke, type TestRequest } from './invoke.ts';

/** What serverless.yml grants each function, such as `Query event-management-api-test-seats/index/byDate`. */
const GRANTS: Record<string, string[]> = JSON.parse(process.env.TEST_GRANTS ?? '{}');

/** The grants that a function has, and those of them that it needed so far. */
type Grants = { granted: string[]; used: Set<string> };

type Meanwhile = () => Promise<unknown>;

/** Calls the function, which must not be denied anything. Each `meanwhile` happens right before a transaction. */
export type Call = (request: TestRequest, ...meanwhile: Meanwhile[]) => Promise<Answer>;

/** Runs a story with a function as a new process loads it, before a database that enforces its permissions. */
export async function withPolicedDatabase(
  operationId: OperationId,
  story: (call: Call, grants: Grants) => Promise<void>,
): Promise<void> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const granted = GRANTS[operationId] ?? [];
  const used = new Set<string>();
  const denied = new Set<string>();
  let left: Meanwhile[] = [];
  const police: RequestListener = async (request, response) => {
    const body = await text(request);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const needed = neededFor(operation, JSON.parse(body));
    for (const grant of needed) (granted.includes(grant) ? used : denied).add(grant);
    if (needed.some(grant => denied.has(grant))) return refuse(response, 'AccessDeniedException');
    if (operation === 'TransactWriteItems') await left.shift()?.();
    await forward(engine, request, body, response);
  };
  await withServer(police, url =>
    coldStart(operationId, { AWS_ENDPOINT_URL_DYNAMODB: url }, async handler => {
      const call: Call = async (request, ...meanwhile) => {
        left = meanwhile;
        const answer = await invoke(handler, request);
        expect({ denied: [...denied], racesLeft: left.length }).toEqual({ denied: [], racesLeft: 0 });
        return answer;
      };
      await story(call, { granted, used });
    }),
  );
}

type Target = { TableName: string; IndexName?: string };
type Body = Target & { TransactItems: Record<string, Target>[]; RequestItems: Record<string, unknown> };

const grantOf = (action: string, { TableName, IndexName }: Target) => {
  // serverless.yml was read at stage `test`, and each test file has a stage of its own.
  const table = TableName.replace(/-test[\da-f]+-/, '-test-');
  return `${action} ${table}${IndexName ? `/index/${IndexName}` : ''}`;
};

/** The grants that a request needs. A transaction has no action of its own: it needs those of its items. */
function neededFor(operation: string, body: Body): string[] {
  if (operation === 'TransactWriteItems') {
    const writes = body.TransactItems.flatMap(item => Object.entries(item));
    return writes.map(([kind, target]) => grantOf(`${kind}Item`, target));
  }
  if (operation === 'BatchGetItem') {
    return Object.keys(body.RequestItems).map(TableName => grantOf(operation, { TableName }));
  }
  return [grantOf(operation, body)];
}
