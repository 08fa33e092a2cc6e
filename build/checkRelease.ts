import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { versionsIn } from './release/changelog.ts';

// `npm run release:check` runs this, and so does continuous integration. It exits with 1 unless package.json, the API
// document, CHANGELOG.md and the tags agree about the last release. Where there are no tags, the rest is checked.

const root = fileURLToPath(new URL('..', import.meta.url));
const RELEASED = 'build/release/openapi.json';

const textOf = (file: string): string => readFileSync(root + file, 'utf8');

const versionOf = (document: string): string => JSON.parse(document).info.version;

/** Returns what git prints, or `undefined` when it fails, such as without a tag of that name. */
function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return status === 0 ? stdout : undefined;
}

const { version } = manifest;
const current = versionOf(textOf('openapi.json'));
const released = versionOf(textOf(RELEASED));
const [newest] = versionsIn(textOf('CHANGELOG.md'));
const documentOfTag = git('show', `v${released}:openapi.json`);
const listed = git('tag', '--points-at', 'HEAD', 'v*');
// A workflow that a tag started names it, whether it is in the clone or not.
const { GITHUB_REF_TYPE, GITHUB_REF_NAME = '' } = process.env;
const started = GITHUB_REF_TYPE === 'tag' ? [GITHUB_REF_NAME] : [];
const tagsHere = [...new Set([...(listed?.split('\n').filter(Boolean) ?? []), ...started])];

const faults = [
  current !== version && `openapi.json has the version ${current}, and package.json ${version}.`,
  newest !== released && `The newest version in CHANGELOG.md is ${newest}, and ${RELEASED} has ${released}.`,
  listed === undefined && existsSync(`${root}.git`) && 'git cannot list the tags.',
  documentOfTag !== undefined &&
    documentOfTag !== textOf(RELEASED) &&
    `${RELEASED} differs from openapi.json of the tag v${released}.`,
  ...tagsHere.map(tag => tag !== `v${version}` && `The tag ${tag} is on the version ${version}.`),
  tagsHere.length > 0 && released !== version && `The version ${version} has a tag, and no release was made.`,
].filter(fault => typeof fault === 'string');

for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
