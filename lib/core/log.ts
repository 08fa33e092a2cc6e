/**
 * Logs an error with all its causes, as one line of JSON. A 5xx passes the request id that its client was given.
 * Lambda adds the id to other lines.
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
