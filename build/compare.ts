import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run openapi:changes` runs this, and a test does. It prints what changed in the API since the last release, and
// exits with 1 unless the version fits that.

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const versionOf = (document: string): string => JSON.parse(readFileSync(document, 'utf8')).info.version;

const [released = pathOf('release/openapi.json'), current = pathOf('../openapi.json')] =
  process.argv.slice(2);

// The version of the last release stays until the next one, or until something breaks. A later version must be high
// enough for all that changed.
const isNextVersion = versionOf(released) !== versionOf(current);
const condition = isNextVersion ? ['--fail-on=none', '--check-version'] : ['--fail-on=major'];

const { status } = spawnSync(
  process.execPath,
  [
    pathOf('../node_modules/@redocly/cli/bin/cli.js'),
    'diff',
    `--config=${pathOf('release/redocly.yaml')}`,
    ...condition,
    released,
    current,
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  },
);
if (status !== 0) {
  process.stderr.write('CONTRIBUTING.md#release-a-version says how the version follows from the changes.\n');
  process.exitCode = 1;
}
