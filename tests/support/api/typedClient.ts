import createClient from 'openapi-fetch';
import type { paths } from '#build/api.js';
import { answered } from './client.ts';

/** Calls the running server by the types of the API document, which must describe the answers. */
export const client = createClient<paths, `application/${string}`>({
  baseUrl: process.env.TEST_URL ?? '',
  fetch: async request => {
    const response = await fetch(request);
    await answered(request.method, response.clone());
    return response;
  },
});
