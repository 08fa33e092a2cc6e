const UNRELEASED = '## [Unreleased]\n';

/** The versions that a changelog lists, the newest first. */
export const versionsIn = (changelog: string): string[] =>
  [...changelog.matchAll(/^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$/gm)].map(([, version = '']) => version);

/**
 * Puts the changes that are not released yet under a version and a date.
 * @throws Error when there are none, or the version was released before
 */
export function withRelease(changelog: string, version: string, date: string): string {
  const [before = '', after] = changelog.split(UNRELEASED);
  if (!after?.split(/^## /m)[0]?.trim()) {
    throw new Error('CHANGELOG.md has nothing under [Unreleased]: say there what changed.');
  }
  if (versionsIn(changelog).includes(version)) throw new Error(`CHANGELOG.md already has ${version}.`);
  return `${before}${UNRELEASED}\n## [${version}] - ${date}\n${after}`;
}
