import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { DOCS_FILES, type DocsFile } from '../schemas/docsFiles.ts';

const dist = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** It is a file of its own, since the page allows no scripts inside it. Its addresses are relative to the page's. */
const initializer = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  displayRequestDuration: true,
});
`;

/** A file of the page at /docs, packed by Brotli. `hashed` is its name with a hash of its content. */
type Packed = { name: DocsFile; hashed: string; brotli: Buffer };

/** Packs the files of the page at /docs: those of Swagger UI, and the one that starts it. */
export const packedDocsFiles = (): Promise<Packed[]> => Promise.all(DOCS_FILES.map(packed));

/** A higher quality of Brotli saves a tenth, and takes seconds of each command. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Packs a text or bytes by Brotli. */
export const pack = (content: string | Buffer): Promise<Buffer> => promisify(brotliCompress)(content, BROTLI);

async function packed(name: DocsFile): Promise<Packed> {
  const content = name === 'initializer.js' ? Buffer.from(initializer) : await readFile(join(dist, name));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const brotli = await pack(content);
  return { name, hashed: name.replace(/(?=\.\w+$)/, `.${hash}`), brotli };
}
