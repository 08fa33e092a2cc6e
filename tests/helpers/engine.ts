import { type Database, startDatabase } from '../../local/database.ts';
import { anyFreePort } from '../../local/ports.ts';
import { tablesOf } from '../../local/tables.ts';
import { serverless } from './commands.ts';

const running = globalThis as { testDatabase?: Database };

/** One engine for a run of the tests: the embedded one, in memory, or what AWS_ENDPOINT_URL_DYNAMODB names. */
export async function startEngine(): Promise<void> {
  if (process.env.AWS_ENDPOINT_URL_DYNAMODB) return;
  running.testDatabase = await startDatabase(await anyFreePort());
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${running.testDatabase.port}`;
}

export function stopEngine(): void {
  if (!running.testDatabase) return;
  running.testDatabase.stop();
  delete running.testDatabase;
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
}

type Statement = { Action: string[]; Resource: Record<string, string | string[]>[] };
type Function = { iamRoleStatements?: Statement[] };
type Table = { Properties: { TableName: string } };

/** The name of a table, or `name/index/name`, for a resource of a policy, which refers to the table by its ARN. */
function resolve(resource: Statement['Resource'][number], tables: Record<string, Table>): string {
  const { 'Fn::Sub': text = `\${${[resource['Fn::GetAtt']].flat().join('.')}}` } = resource;
  return String(text).replace(/\$\{(\w+)\.Arn\}/, (arn, id) => tables[id]?.Properties.TableName ?? arn);
}

/** What a function may do, as one text for each pair of an action and a resource. */
const grantsOf = ({ iamRoleStatements = [] }: Function, tables: Record<string, Table>): string[] =>
  iamRoleStatements.flatMap(({ Action, Resource }) =>
    Action.flatMap(action =>
      Resource.map(resource => `${action.replace('dynamodb:', '')} ${resolve(resource, tables)}`),
    ),
  );

/** Starts the engine and hands what serverless.yml says, at stage `test`, to the test files. */
export default async function setup(): Promise<void> {
  await startEngine();
  const { stdout } = await serverless(['print', '--format', 'json', '--stage', 'test']);
  const { provider, functions, resources } = JSON.parse(stdout);
  process.env.TEST_ENVIRONMENT = JSON.stringify(provider.environment);
  process.env.TEST_TABLES = JSON.stringify(tablesOf(resources.Resources));
  const grants = Object.entries<Function>(functions).map(([key, one]) => [
    key,
    grantsOf(one, resources.Resources),
  ]);
  process.env.TEST_GRANTS = JSON.stringify(Object.fromEntries(grants));
}
