import { read, type Step } from '../script.ts';

const files = ['initializer.js', 'swagger-ui-bundle.js', 'swagger-ui.css'];

/** Asks what the service says of itself. */
export const service: Step[] = [
  ...read('/', { hidesBody: true }),
  ...read('/health'),
  ...read('/openapi.json', { hidesBody: true }),
  ...read('/docs'),
  ...files.flatMap(file => read(`/docs/${file}`, { hidesBody: true })),
  ...read('/docs/unknown.js'),
  { ask: 'GET /?unknown=1' },
  { ask: 'GET /health?unknown=1' },
  { ask: 'GET /health', headers: { Origin: 'https://app.example', Cookie: 'a=b', Range: 'bytes=0-3' } },
];
