import { writeFile } from 'node:fs/promises';

const document = new URL('../../openapi.json', import.meta.url);
const types = new URL('../../.build/api.d.ts', import.meta.url);

/** Writes the types of openapi.json to .build/, for the typed client of the tests. */
export async function generateClient(): Promise<void> {
  // Only when it is needed: it brings a compiler along.
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  await writeFile(types, astToString(await openapiTypes(document)));
}
