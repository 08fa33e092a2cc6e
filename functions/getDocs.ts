import validate from '#build/validators/getDocs.js';
import { docsPage } from '../lib/docs.ts';
import { endpoint } from '../lib/endpoint.ts';

export const handler = endpoint(validate, () => docsPage());
