const EXAMPLE = 'such as https://app.example, several with commas between them, or to * for any';

/**
 * Returns the origins whose pages may call the API, or `*` alone.
 * @throws Error whose sentence says what an origin is
 */
export function allowedOrigins({ ALLOWED_ORIGINS = '*' }: NodeJS.ProcessEnv): string[] {
  const origins = ALLOWED_ORIGINS.split(',').map(origin => origin.trim());
  if (origins.length === 1 && origins[0] === '*') return origins;
  const wrong = origins.find(origin => !isOrigin(origin));
  if (wrong === undefined) return origins;
  throw new Error(`Set allowedOrigins to an origin ${EXAMPLE}. ${JSON.stringify(wrong)} is none.`);
}

/** An origin is written as browsers send it: in small letters, without a path, and without its usual port. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !text.includes('*') && /^https?:$/.test(url.protocol) && url.origin === text;
}
