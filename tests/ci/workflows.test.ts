import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../support/servers/commands.ts';

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = {
  uses?: string;
  if?: string;
  needs?: string;
  environment?: string;
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  steps?: Step[];
};
type Workflow = { permissions: object; jobs: Record<string, Job> };

const FOLDER = '.github/workflows';
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

const texts = Object.fromEntries(
  readdirSync(join(root, FOLDER)).map(name => [name, textOf(`${FOLDER}/${name}`)]),
);
const workflows: Record<string, Workflow> = Object.fromEntries(
  Object.entries(texts).map(([name, text]) => [name, parse(text)]),
);
const jobs: [name: string, Job][] = Object.entries(workflows).flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([key, job]): [string, Job] => [`${file} ${key}`, job]),
);
const steps = jobs.flatMap(([, job]) => job.steps ?? []);
const commands = steps.flatMap(({ run }) => run ?? []);

/** The scripts of bash that continuous integration and the deployment run. */
const SCRIPTS = ['.ci/run', '.ci/packages', '.ci/smoke'];

test('every action is pinned to a commit, with its version beside it', () => {
  const lines = Object.values(texts).flatMap(text => text.match(/^.*\buses: .*$/gm) ?? []);
  const isOwn = (line: string) => /uses: \$\/\.github\/workflows\/[\w-]+\.yml$/.test(line);
  const isPinned = (line: string) => /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line);
  expect(lines.filter(isPinned).length).toBeGreaterThan(5);
  expect(lines.filter(line => !isOwn(line) && !isPinned(line))).toEqual([]);
});

test('an action has one commit in all workflows', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  const names = new Set(actions.map(action => action.split('@')[0]));
  expect(new Set(actions).size).toBe(names.size);
});

test('workflows that others use exist', () => {
  const used = jobs.flatMap(([, { uses }]) => uses?.slice('$/'.length) ?? []);
  expect(used.sort()).toEqual([
    `${FOLDER}/ci.yml`,
    `${FOLDER}/deploy-stage.yml`,
    `${FOLDER}/deploy-stage.yml`,
  ]);
  expect(used.filter(path => !existsSync(join(root, path)))).toEqual([]);
});

test('a workflow has no permission, and each of its jobs those that it needs', () => {
  expect(Object.values(workflows).map(({ permissions }) => permissions)).toEqual(
    Object.values(workflows).map(() => ({})),
  );
  const permissions = Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions]));
  const read = { contents: 'read' };
  const trusted = { ...read, 'id-token': 'write' };
  expect(permissions).toEqual({
    'ci.yml ci': read,
    'dependency-review.yml review': read,
    'deploy-stage.yml deploy': trusted,
    'deploy.yml ci': read,
    'deploy.yml dev': trusted,
    'deploy.yml prod': trusted,
  });
});

test('every job with steps ends in time, and leaves no credentials of the repository behind', () => {
  const withSteps = jobs.filter(([, job]) => job.steps);
  expect(withSteps.filter(([, job]) => !job['timeout-minutes'])).toEqual([]);
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map(step => step.with)).toEqual(withSteps.map(() => ({ 'persist-credentials': false })));
});

test('nothing in a workflow is secret', () => {
  expect(Object.entries(texts).filter(([, text]) => /\bsecrets\b/.test(text))).toEqual([]);
});

test('no command contains an expression, which could bring code of its own', () => {
  expect(commands.length).toBeGreaterThan(3);
  expect(commands.filter(command => command.includes('${{'))).toEqual([]);
});

test('workflows and scripts run existing scripts', () => {
  const text = [...commands, ...SCRIPTS.map(textOf)].join('\n');
  const npmScripts = [...text.matchAll(/npm run (?:-\S+ )*([\w:]+)/g)].map(([, script = '']) => script);
  expect(npmScripts).toEqual(expect.arrayContaining(['release:check', 'smoke']));
  expect(npmScripts.filter(script => !(script in manifest.scripts))).toEqual([]);
  const bashScripts = [...text.matchAll(/bash (\.ci\/\w+)/g)].map(([, script]) => script);
  expect([...new Set(bashScripts)].sort()).toEqual([...SCRIPTS].sort());
});

test('prod is deployed after dev, and only from the tag of a version', () => {
  const { ci, dev, prod } = workflows['deploy.yml']?.jobs ?? {};
  expect(ci?.uses).toContain('ci.yml');
  expect(dev).toMatchObject({ needs: 'ci', with: { stage: 'dev' } });
  expect(prod).toMatchObject({
    needs: 'dev',
    if: "startsWith(github.ref, 'refs/tags/v')",
    with: { stage: 'prod' },
  });
  expect(workflows['deploy-stage.yml']?.jobs.deploy?.environment).toBe('$' + '{{ inputs.stage }}');
});

test('docs/operate.md lists the variables that the deployment reads, and no others', () => {
  const read = [...(texts['deploy-stage.yml'] ?? '').matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name);
  const [, section = ''] = /^### Deploying from GitHub\n(.*?)^###? /ms.exec(textOf('docs/operate.md')) ?? [];
  const rows = [...section.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  expect(rows.sort()).toEqual(read.sort());
});
