import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { writeBundle } from '../tests/support/packaging/bundles.ts';
import { startBrowser } from '../tests/support/servers/browser.ts';
import { root } from '../tests/support/servers/commands.ts';
import { alignedTable, percentile, targetLine } from './figures.ts';
import { progress } from './progress.ts';

const { values: options } = parseArgs({
  options: {
    /** The page is opened so often, each time from a fresh process. */
    times: { type: 'string', default: '7' },
  },
});
const times = Number(options.times);

/** The page is there within so much. */
const MAX_MS = 2000;

const serve = fileURLToPath(new URL('docs/serve.ts', import.meta.url));

type Opened = { startedMs: number; shownMs: number; bytes: number };

/**
 * Opens the page in a browser without a cache. The functions are loaded in a fresh process by their first requests. Times
 * begin when that process does, and the page is shown when all operations are listed.
 */
async function open(browser: Browser, bundles: string[]): Promise<Opened> {
  const begun = performance.now();
  // The functions write their lines where the address is expected.
  const env = { ...process.env, POWERTOOLS_LOG_LEVEL: 'ERROR' };
  const server = spawn(process.execPath, [serve, ...bundles], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(server.stdout, 'data');
    const startedMs = performance.now() - begun;
    const page = await browser.newPage();
    let bytes = 0;
    page.on('requestfinished', async request => {
      bytes += (await request.sizes()).responseBodySize;
    });
    await page.goto(`${String(line).trim()}/docs`);
    await page.locator('.opblock').first().waitFor();
    const shownMs = performance.now() - begun;
    await page.close();
    return { startedMs, shownMs, bytes };
  } finally {
    server.kill();
  }
}

const folder = `${root}/.build/bench/docs`;
const bundles: string[] = [];
for (const name of ['getDocs', 'getDocsFile', 'getOpenApi']) bundles.push(await writeBundle(name, folder));
const browser = await startBrowser();
const opened: Opened[] = [];
try {
  for (let n = 1; n <= times; n += 1) {
    progress(`Opening the page ${n} of ${times} …`);
    opened.push(await open(browser, bundles));
  }
} finally {
  await browser.close();
}

const middle = (of: (one: Opened) => number) =>
  percentile(
    opened.map(of).sort((a, b) => a - b),
    0.5,
  );
const ms = (value: number) => `${Math.round(value)} ms`;
process.stdout.write(`The page at /docs from a fresh process, medians of ${times}.

${alignedTable([
  ['server started', 'page shown', 'received'],
  [
    ms(middle(one => one.startedMs)),
    ms(middle(one => one.shownMs)),
    `${Math.round(middle(one => one.bytes) / 1000)} KB`,
  ],
])}

${targetLine(middle(one => one.shownMs) <= MAX_MS, `the page is shown within ${MAX_MS / 1000} s`)}
`);
