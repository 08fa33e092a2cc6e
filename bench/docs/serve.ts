import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers as the gateway does, with three functions, each loaded by its first request. */
const [getDocs = '', getDocsFile = '', getOpenApi = ''] = process.argv.slice(2);

const bundleFor = (path: string): string => {
  if (path.startsWith('/docs/')) return getDocsFile;
  return path === '/docs' ? getDocs : getOpenApi;
};

const server = createServer(async ({ method = 'GET', url = '/', headers }, response) => {
  const { handler } = await import(bundleFor(url));
  const event = {
    version: '2.0',
    rawPath: url,
    rawQueryString: '',
    headers,
    requestContext: { http: { method, path: url } },
    pathParameters: { file: url.replace('/docs/', '') },
  };
  const answer = await handler(event, { getRemainingTimeInMillis: () => 10_000, awsRequestId: 'request' });
  response
    .writeHead(answer.statusCode, answer.headers)
    .end(answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body);
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
