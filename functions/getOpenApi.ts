import packed from '#build/apiDocument.js';
import validate from '#build/validators/getOpenApi.js';
import { accessSettings } from '../lib/access/settings.ts';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { apiDocument } from '../lib/http/apiDocument.ts';
import { file, STATIC } from '../lib/http/reply.ts';

const hasAccessControl = accessSettings(process.env) !== undefined;
let document: string | undefined;

export const handler = endpoint(validate, () => {
  document ??= apiDocument(packed, hasAccessControl);
  return file(document, 'application/json', STATIC);
});
