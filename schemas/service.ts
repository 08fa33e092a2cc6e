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

/** The page at /docs consists of these files. */
export const DOCS_FILES = ['initializer.js', 'swagger-ui-bundle.js', 'swagger-ui.css'] as const;

export type DocsFile = (typeof DOCS_FILES)[number];

/** Another name breaks no rule: its path does not exist. */
export const docsPath = {
  type: 'object',
  properties: { file: { type: 'string', examples: DOCS_FILES } },
  required: ['file'],
} as const;
