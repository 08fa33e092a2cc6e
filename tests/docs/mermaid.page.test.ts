import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Block, blocksOf, documents } from '../support/documents/documents.ts';
import { startBrowser } from '../support/servers/browser.ts';
import { root } from '../support/servers/commands.ts';

const diagrams = documents.flatMap(document => blocksOf(document, 'mermaid'));

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ path: join(root, 'node_modules/mermaid/dist/mermaid.min.js') });
});

afterAll(() => browser?.close());

/** Draws a diagram on an empty page, as GitHub does, and returns the names of the elements on the page. */
const draw = (text: string): Promise<string[]> =>
  page.evaluate(
    `(async () => {
      mermaid.initialize({ startOnLoad: false });
      const { svg } = await mermaid.render('diagram', ${JSON.stringify(text)});
      document.body.innerHTML = svg;
      return [...document.body.children].map(({ tagName }) => tagName);
    })()`,
  );

/** Draws a diagram of a document. Its error begins with the document and the line. */
async function drawn({ text, document, line }: Block): Promise<string[]> {
  try {
    return await draw(text);
  } catch (error) {
    const { message } = error as Error;
    const [, lineOfBlock = 1] = /error on line (\d+)/.exec(message) ?? [];
    throw new Error(`${document}:${line + Number(lineOfBlock) - 1} ${message}`);
  }
}

test('documents have diagrams', () => {
  expect(diagrams.length).toBeGreaterThan(3);
});

test.each(diagrams)('the diagram at $document:$line is drawn', async diagram => {
  expect(await drawn(diagram)).toEqual(['svg']);
});

test('a diagram with a wrong line is refused with the number of that line', async () => {
  const broken = { text: 'flowchart LR\n  a --> b\n  b --> --> c\n', document: 'README.md', line: 12 };
  await expect(drawn(broken)).rejects.toThrow(/^README\.md:14 .*Parse error on line 3/s);
});
