import files from '#build/docsFiles.js';
import validate from '#build/validators/getDocsFile.js';
import { docsFile } from '../lib/docs.ts';
import { endpoint } from '../lib/endpoint.ts';

export const handler = endpoint(validate, ({ path }) => docsFile(files, path.file));
