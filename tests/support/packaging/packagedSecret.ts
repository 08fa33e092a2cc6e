import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverless } from '../servers/commands.ts';
import { functionKeys, SECRET_PARAMETER } from './packagedFunctions.ts';
import { ofType, type Packaged, refusedPackage, WEBHOOK } from './packaging.ts';

const CANARY = 'whsec_Y2FuYXJ5IGNhbmFyeSBjYW5hcnkgY2FuYXJ5';

/** The files in a folder, without links, by their paths. */
async function filesIn(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async path => ({ path, text: await readFile(path, 'latin1') })));
}

const granted = (name: string) => [
  {
    Effect: 'Allow',
    Action: ['ssm:GetParameter'],
    Resource: [
      { 'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${name}` },
    ],
  },
];

/** What each function that is told of the parameter may do with it. */
const readersIn = (resources: Packaged['resources']) =>
  Object.fromEntries(
    ofType(resources, 'AWS::Lambda::Function')
      .filter(([, { Properties }]) => 'WEBHOOK_SECRET_PARAMETER' in Properties.Environment.Variables)
      .map(([id, { Properties }]) => {
        const { Policies = [] } = resources[Properties.Role['Fn::GetAtt'][0]]?.Properties ?? {};
        const statements: { Action: string[] }[] = Policies[0].PolicyDocument.Statement;
        return [id, statements.filter(({ Action }) => /ssm:|kms:/.test(String(Action)))];
      }),
  );

/**
 * Declares the tests of the webhook's secret, of which a package has only the name. `unpack` returns the URL of a
 * function's bundle.
 */
export function describeSecret(packagedOf: () => Packaged, unpack: (key: string) => Promise<string>): void {
  test('only the functions that send notices contain the client of SSM', async () => {
    const clients = [];
    for (const key of functionKeys) {
      const bundle = await readFile(fileURLToPath(await unpack(key)), 'utf8');
      if (bundle.includes('AmazonSSM')) clients.push(key);
    }
    expect(clients.sort()).toEqual(['resendNotices', 'sendNotices']);
  });

  test('only the functions that send notices are told where the secret is, and may read that parameter alone', () => {
    expect(readersIn(packagedOf().resources)).toEqual({
      SendNoticesLambdaFunction: granted(SECRET_PARAMETER),
      ResendNoticesLambdaFunction: granted(SECRET_PARAMETER),
    });
  });

  test('the template and the state of a package have no setting for the secret itself', async () => {
    const files = (await filesIn(packagedOf().zips)).filter(({ path }) => path.endsWith('.json'));
    const settings = files.flatMap(({ text }) => text.match(/WEBHOOK_\w+/g) ?? []);
    expect(new Set(settings)).toEqual(new Set(['WEBHOOK_URL', 'WEBHOOK_SECRET_PARAMETER']));
  });

  test('packaging with the secret in the environment is refused in one sentence, and writes it nowhere', async () => {
    const { code, printed, project } = await refusedPackage({ ...WEBHOOK, WEBHOOK_SECRET: CANARY });
    expect(code).toBe(1);
    expect(printed).toContain(
      `Leave WEBHOOK_SECRET out: a deployed stage reads its secret from the SSM parameter ${SECRET_PARAMETER} (docs/consumers.md).\n`,
    );
    const files = await filesIn(project);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter(({ text }) => text.includes(CANARY)).map(({ path }) => path)).toEqual([]);
    expect(printed).not.toContain(CANARY);
  });

  test('serverless.yml reads no secret from the environment', async () => {
    const { stdout } = await serverless(['print', '--format', 'json', '--stage', 'prod'], {
      ...WEBHOOK,
      WEBHOOK_SECRET: CANARY,
    });
    expect(stdout).toContain(WEBHOOK.WEBHOOK_URL);
    expect(stdout).not.toContain(CANARY);
  });
}

/** Declares the test of a stage that was packaged with another name of the parameter. */
export function describeNamedSecret(name: string, resourcesOf: () => Packaged['resources']): void {
  test('a parameter of the stage names another parameter for the secret', () => {
    expect(readersIn(resourcesOf())).toEqual({
      SendNoticesLambdaFunction: granted(name),
      ResendNoticesLambdaFunction: granted(name),
    });
  });
}
