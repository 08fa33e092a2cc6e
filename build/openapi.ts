import { writeFile } from 'node:fs/promises';
import { openApiText } from './openapi/document.ts';

// `npm run openapi` runs this. A test fails when it is due.
await writeFile(new URL('../openapi.json', import.meta.url), openApiText());
