import { glob, readFile } from 'node:fs/promises';
import { type ApiError, ERRORS } from '../../../lib/core/errors.ts';
import * as refusals from '../../../lib/core/refusals.ts';

/** Every refusal is made with an empty list, which every parameter accepts. */
const made = Object.values(refusals).map(refusal => (refusal as (told: never[]) => ApiError)([]));

test('there is a refusal for each code', () => {
  const codes = new Set(made.map(({ code }) => code));
  expect([...codes].sort()).toEqual(Object.keys(ERRORS).sort());
});

test('no other file makes an ApiError', async () => {
  const makers = [];
  for await (const file of glob('{functions,lib,schemas,build,local}/**/*.ts', {
    exclude: ['**/node_modules/**'],
  })) {
    if ((await readFile(file, 'utf8')).includes('new ApiError(')) makers.push(file);
  }
  expect(makers).toEqual([expect.stringMatching(/refusals\.ts$/)]);
});
