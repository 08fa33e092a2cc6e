import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

/** Other browsers that may be used: names in PATH, and files of macOS. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const MAC_FILES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** `npm ci` removes this folder, so that the browser is always that of the installed package. */
const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/chromium/', import.meta.url));

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Returns whether the package has a browser for this machine. */
const isPackageFit = (machine: string) => machine === 'linux-x64';

/** The sentence for people whose machine has no browser. */
export const NO_BROWSER =
  'The tests of pages need a browser, and find none: install Chromium or Chrome, or name one in CHROMIUM.';

/**
 * The browser that opens pages. It is the file that CHROMIUM names, or that of the package if it fits (`packaged`), or
 * an installed one. Returns `undefined` when there is none.
 */
export function browserOf(
  { CHROMIUM, PATH = '' }: NodeJS.ProcessEnv,
  machine = `${process.platform}-${process.arch}`,
): string | undefined {
  if (CHROMIUM) return CHROMIUM;
  if (isPackageFit(machine)) return 'packaged';
  const files = PATH.split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)));
  return [...files, ...(machine.startsWith('darwin') ? MAC_FILES : [])].find(isExecutable);
}

/**
 * The patterns of test files that do not run. Without a browser these are the tests of pages. In CI they always run,
 * and fail without a browser.
 */
export const pagesLeftOut = (env: NodeJS.ProcessEnv, machine?: string): string[] =>
  env.CI || browserOf(env, machine) ? [] : ['\\.page\\.test\\.ts$'];

const UNPACK = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;

/** The file of the package names folders of Lambda. Without fonts a page has no text. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>${FOLDER}fonts/fonts</dir><cachedir>${FOLDER}fonts-cache</cachedir></fontconfig>
`;

type Launch = { executablePath: string; env?: NodeJS.ProcessEnv };

/** With this setting the package also unpacks system libraries, which a bare machine does not have. */
const LIKE_LAMBDA = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

/**
 * Unpacks the browser of the package once. This is done in another process, since the package reads TMPDIR. The folder
 * gets its name when it is complete, since test files run at the same time.
 */
async function packagedBrowser(): Promise<Launch> {
  const launch = {
    executablePath: join(FOLDER, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(FOLDER, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(FOLDER, 'fonts.conf'),
    },
  };
  if (isExecutable(launch.executablePath)) return launch;
  const unfinished = `${FOLDER.slice(0, -1)}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
    env: { ...process.env, ...LIKE_LAMBDA, TMPDIR: unfinished },
  });
  await writeFile(join(unfinished, 'fonts.conf'), FONTS);
  await rename(unfinished, FOLDER).catch(() => rm(unfinished, { recursive: true }));
  return launch;
}

/** Starts a browser without a window. The sandbox is off, since it does not work for root in containers. */
export async function startBrowser(): Promise<Browser> {
  const browser = browserOf(process.env);
  if (!browser) throw new Error(NO_BROWSER);
  const launch = browser === 'packaged' ? await packagedBrowser() : { executablePath: browser };
  return chromium.launch({ ...launch, args: ['--no-sandbox'] });
}
