import files from '#build/docsFiles.js';
import names from '#build/docsNames.js';
import validate from '#build/validators/getDocsFile.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { docsFile } from '../lib/http/docsPage.ts';

export const handler = endpoint(validate, ({ headers, path }) =>
  docsFile(path.file, { names, files }, headers['accept-encoding']),
);
