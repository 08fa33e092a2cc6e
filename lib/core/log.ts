/**
 * Writes an error with all its causes to the function's log, as one line of JSON. That of a 5xx carries the request
 * id that its client was given; to others Lambda adds it.
 */
export function logError(code: string, error: unknown, requestId?: string): void {
  const cause = error instanceof Error ? error : new Error(String(error));
  const causes = [];
  for (let one: unknown = cause; one instanceof Error; one = one.cause) {
    causes.push({ name: one.name, message: one.message, stack: one.stack });
  }
  // biome-ignore lint/suspicious/noConsole: Lambda's log is what the console writes
  console.error(JSON.stringify({ level: 'error', code, requestId, causes }));
}
