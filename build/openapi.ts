import { writeFile } from 'node:fs/promises';
import { openApiText } from './openapi/document.ts';

// What `npm run openapi` does. A test says when it is due.
await writeFile(new URL('../openapi.json', import.meta.url), openApiText());
