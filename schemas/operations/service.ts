import manifest from '../../package.json' with { type: 'json' };
import { health, openApiDocument, serviceInfo } from '../service.ts';
import type { HeaderName, Operation } from './operation.ts';

const tag = 'Service';

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const DOCS_HEADERS: HeaderName[] = ['Cache-Control', 'X-Content-Type-Options'];

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
      { status: 200, description: 'It does.', body: health('healthy') },
      { status: 503, description: 'It does not.', body: health('unhealthy') },
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
        headers: ['Cache-Control', 'X-Content-Type-Options', 'Content-Security-Policy'],
      },
    ],
    errors: [],
    example: {},
  },
  getDocsFile: {
    tag,
    summary: 'Load a file of that page',
    answers: [
      { status: 200, description: 'A script.', type: SCRIPT, headers: DOCS_HEADERS },
      { status: 200, description: 'The style sheet.', type: STYLE, headers: DOCS_HEADERS },
    ],
    errors: [],
    example: { path: { file: 'initializer.js' } },
  },
} satisfies Record<string, Operation>;
