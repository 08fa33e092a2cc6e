import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileCache } from '../servers/commands.ts';
import { temporaryFolder } from '../servers/npmStart.ts';
import { projectCopy } from './projectCopy.ts';

export type Resource = {
  Type: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
  // biome-ignore lint/suspicious/noExplicitAny: resources of every type
  Properties: any;
};

/** The zips and the CloudFormation template of a packaged project, and what was printed. */
export type Packaged = {
  zips: string;
  resources: Record<string, Resource>;
  template: string;
  /** The defaults of the template's parameters, and its conditions. */
  parameters: Record<string, { Default: string }>;
  conditions: Record<string, object>;
  otherStage: string;
  printed: string;
};

const run = promisify(execFile);

/** The setting of the webhook when the project is packaged. */
export const WEBHOOK = { WEBHOOK_URL: 'https://example.org/notices' };

/** What is passed by `--param` when the project is packaged. */
export const PARAMS = { alarmEmail: 'somebody@example.org', monthlyBudget: '50' };

/** Runs `serverless package` in a folder, in an environment without an AWS account. */
const packageIn = (project: string, options: string[], settings: object) =>
  run(process.execPath, ['node_modules/serverless/bin/serverless.js', 'package', ...options], {
    cwd: project,
    env: { ...compileCache, ...settings, PATH: process.env.PATH, HOME: project },
  });

/** Packages a copy of the project. */
export async function packageProject(options: string[], settings: object): Promise<Packaged> {
  const project = await projectCopy();
  const zips = join(await temporaryFolder(), 'packaged');
  const otherStage = join(project, '.esbuild', 'dev', 'bundle.js');
  await mkdir(join(otherStage, '..'), { recursive: true });
  await writeFile(otherStage, '');
  const { stderr: printed } = await packageIn(project, ['--package', zips, ...options], settings);
  const template = await readFile(join(zips, 'cloudformation-template-update-stack.json'), 'utf8');
  const { Resources: resources, Parameters: parameters, Conditions: conditions } = JSON.parse(template);
  return { zips, template, resources, parameters, conditions, otherStage, printed };
}

/** What a refused `serverless package` prints, its exit code, and the folder in which it ran. */
export async function refusedPackage(settings: object) {
  const project = await projectCopy();
  const refusal = await packageIn(project, ['--stage', 'prod'], settings).catch(error => error);
  const { code, stdout, stderr } = refusal as { code?: number; stdout: string; stderr: string };
  return { code, printed: `${stdout}${stderr}`, project };
}

export const ofType = (resources: Packaged['resources'], type: string): [id: string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

export const functionId = (key: string) => `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`;

/** A reference to the objects of a bucket. */
export const objectsOf = (id: string) => ({ 'Fn::Sub': `\${${id}.Arn}/*` });

export const attributeOf = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
