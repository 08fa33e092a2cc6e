import { writeFile } from 'node:fs/promises';
import openapiTypes, { astToString } from 'openapi-typescript';

const document = new URL('../../openapi.json', import.meta.url);
const types = new URL('../../.build/api.d.ts', import.meta.url);

// The tests' typed client needs the types of openapi.json before types are checked.
await writeFile(types, astToString(await openapiTypes(document)));
