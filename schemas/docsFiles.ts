/** The page at /docs consists of these files. */
export const DOCS_FILES = ['initializer.js', 'swagger-ui-bundle.js', 'swagger-ui.css'] as const;

export type DocsFile = (typeof DOCS_FILES)[number];
