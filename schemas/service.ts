import { DOCS_FILES } from './docsFiles.ts';

/** GET / answers this. */
export const serviceInfo = {
  type: 'object',
  additionalProperties: false,
  properties: { message: { type: 'string' }, version: { type: 'string' } },
  required: ['message', 'version'],
} as const;

const health = (status: 'healthy' | 'unhealthy') =>
  ({
    type: 'object',
    additionalProperties: false,
    properties: { status: { type: 'string', const: status } },
    required: ['status'],
  }) as const;

export const healthy = health('healthy');
export const unhealthy = health('unhealthy');

/** A client of this API may rely on so much of an OpenAPI document without reading it. */
export const openApiDocument = {
  type: 'object',
  additionalProperties: true,
  properties: { openapi: { type: 'string' }, info: { type: 'object' }, paths: { type: 'object' } },
  required: ['openapi', 'info', 'paths'],
} as const;

/** A file of the page at /docs. Another name breaks no rule: its path does not exist. */
export const docsPath = {
  type: 'object',
  properties: { file: { type: 'string', examples: DOCS_FILES } },
  required: ['file'],
} as const;

/** A file is answered in a content coding that these headers accept. */
export const docsHeaders = {
  type: 'object',
  properties: { 'accept-encoding': { type: 'string', maxLength: 1000 } },
} as const;
