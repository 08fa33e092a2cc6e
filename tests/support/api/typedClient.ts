import createClient from 'openapi-fetch';
import type { paths } from '#build/api.js';
import { answered } from './client.ts';
import { jsonIn, tokenHeader } from './token.ts';

/** Calls the running server by the types of the API document, which must describe the answers. */
export const client = createClient<paths, `application/${string}`>({
  baseUrl: process.env.TEST_URL ?? '',
  fetch: async request => {
    const { method, url } = request;
    const body = jsonIn(await request.clone().text());
    const token = await tokenHeader({ method, path: url, body });
    for (const [name, value] of Object.entries(token)) request.headers.set(name, value);
    const response = await fetch(request);
    await answered(request.method, response.clone());
    return response;
  },
});
