import names from '#build/docsNames.js';
import validate from '#build/validators/getDocs.js';
import { endpoint } from '../lib/handlers/endpoint.ts';
import { docsPage } from '../lib/http/docsPage.ts';

export const handler = endpoint(validate, () => docsPage(names));
