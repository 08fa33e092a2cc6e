/** Writes the cause of a 5xx to the function's log, as one line of JSON with the id that its client was given. */
export function logError(code: string, requestId: string, error: unknown): void {
  const cause = error instanceof Error ? error : new Error(String(error));
  const causes = [];
  for (let one: unknown = cause; one instanceof Error; one = one.cause) {
    causes.push({ name: one.name, message: one.message, stack: one.stack });
  }
  // biome-ignore lint/suspicious/noConsole: Lambda's log is what the console writes
  console.error(JSON.stringify({ level: 'error', code, requestId, causes }));
}
