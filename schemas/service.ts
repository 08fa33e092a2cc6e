/** What the service says of itself. */
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

/** An OpenAPI document, as far as a client of this one may rely on it without reading it. */
export const openApiDocument = {
  type: 'object',
  additionalProperties: true,
  properties: { openapi: { type: 'string' }, info: { type: 'object' }, paths: { type: 'object' } },
  required: ['openapi', 'info', 'paths'],
} as const;

/** The files that the page at /docs is made of. */
export const DOCS_FILES = ['initializer.js', 'swagger-ui-bundle.js', 'swagger-ui.css'] as const;

export type DocsFile = (typeof DOCS_FILES)[number];

/** Another name breaks no rule: it is a path that is not there. */
export const docsPath = {
  type: 'object',
  properties: { file: { type: 'string', examples: DOCS_FILES } },
  required: ['file'],
} as const;
