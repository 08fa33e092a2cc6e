import { docsFileNotFound } from '../../lib/core/refusals.ts';
import manifest from '../../package.json' with { type: 'json' };
import { healthy, openApiDocument, serviceInfo, unhealthy } from '../service.ts';
import type { HeaderName, Operation } from './operation.ts';

const tag = 'Service';

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const CODED: HeaderName[] = ['Content-Encoding', 'Vary'];

export const serviceOperations = {
  getRoot: {
    tag,
    summary: 'Say which service this is',
    answers: [{ status: 200, description: 'Its name and version.', body: serviceInfo }],
    errors: [],
    example: { answer: { message: 'Event Management API', version: manifest.version } },
  },
  getHealth: {
    tag,
    summary: 'Say whether the database answers',
    answers: [
      { status: 200, description: 'It does.', body: healthy },
      { status: 503, description: 'It does not.', body: unhealthy },
    ],
    errors: [],
    example: { answer: { status: 'healthy' } },
  },
  getOpenApi: {
    tag,
    summary: 'Read this document',
    answers: [{ status: 200, description: 'This document.', body: openApiDocument }],
    errors: [],
    example: {},
  },
  getDocs: {
    tag,
    summary: 'Open this document as a page that sends requests',
    answers: [
      {
        status: 200,
        description: 'The page.',
        type: 'text/html; charset=utf-8',
        headers: ['Content-Security-Policy'],
      },
    ],
    errors: [],
    example: {},
  },
  getDocsFile: {
    tag,
    summary: 'Load a file of that page',
    description:
      'The page names its files with a hash of their content, and by such a name they may be kept for a year.',
    answers: [
      { status: 200, description: 'A script.', type: SCRIPT, headers: CODED },
      { status: 200, description: 'The style sheet.', type: STYLE, headers: CODED },
    ],
    errors: ['ROUTE_NOT_FOUND'],
    refusals: [docsFileNotFound('index.html')],
    example: { path: { file: 'initializer.js' } },
  },
} satisfies Record<string, Operation>;
