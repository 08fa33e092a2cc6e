import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { requests } from '../../schemas/requests.ts';
import { unpackInto } from '../../tests/support/packaging/unpack.ts';
import { serverless } from '../../tests/support/servers/commands.ts';
import { FOLDER } from './bundles.ts';

/** A function as it is uploaded: the file with its handler, and its settings. */
export type PackagedFunction = { file: string; env: Record<string, string> };

type FunctionResource = {
  Type: string;
  Properties: {
    Handler: string;
    Code: { S3Key: string };
    Environment: { Variables: Record<string, unknown> };
  };
};

/** Packages the service, as for a stage, and returns the folder with the zips and the template. */
export async function packageService(): Promise<string> {
  const folder = `${FOLDER}/packages`;
  await serverless(['package', '--stage', 'bench', '--package', folder]);
  return folder;
}

/** Unpacks the functions with a route from packages, and returns them by their names. */
export async function unpackFunctions(packages: string): Promise<Map<string, PackagedFunction>> {
  const text = await readFile(join(packages, 'cloudformation-template-update-stack.json'), 'utf8');
  const resources: FunctionResource[] = Object.values(JSON.parse(text).Resources);
  const target = `${FOLDER}/functions`;
  const found = resources
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => ({ ...Properties, name: basename(Properties.Code.S3Key, '.zip') }))
    .filter(({ name }) => Object.hasOwn(requests, name));
  const unpacked = found.map(async ({ name, Handler, Environment }) => {
    await unpackInto(join(target, name), join(packages, `${name}.zip`));
    const file = join(target, name, Handler.replace(/\.handler$/, '.js'));
    const settings = Object.entries(Environment.Variables).filter(([, value]) => typeof value === 'string');
    return [name, { file, env: Object.fromEntries(settings) as Record<string, string> }] as const;
  });
  return new Map(await Promise.all(unpacked));
}
