import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };
import { withRelease } from './release/changelog.ts';

// `npm version` runs this, after it has written the new version. It dates the changes in CHANGELOG.md, and keeps the API
// document as that of the last release.

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const changelog = pathOf('../CHANGELOG.md');
const today = new Date().toISOString().slice(0, 10);
writeFileSync(changelog, withRelease(readFileSync(changelog, 'utf8'), manifest.version, today));
copyFileSync(pathOf('../openapi.json'), pathOf('release/openapi.json'));
