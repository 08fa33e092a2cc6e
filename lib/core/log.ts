import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/** Writes a line with nothing but what it is about. The name of the function is that of its log group. */
class LineFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const { logLevel, timestamp } = attributes;
    const line = { level: logLevel.toLowerCase(), timestamp: this.formatTimestamp(timestamp) };
    return new LogItem({ attributes: line }).addAttributes(additional);
  }
}

const logger = new Logger({ logFormatter: new LineFormatter() });

/** Logs what an invocation did, as one line of JSON. */
export const logInvocation = (attributes: Record<string, unknown>): void =>
  logger.info('invocation', attributes as LogAttributes);

/** Logs the start of a function: how long it took, and what failed in it. */
export const logStart = (attributes: Record<string, unknown>): void =>
  logger.info('started', { started: true, ...attributes } as LogAttributes);

/**
 * Logs an error with all its causes, as one line of JSON. A 5xx passes the request id that its client was given.
 * Lambda adds the id to other lines.
 */
export function logError(code: string, error: unknown, requestId?: string): void {
  const cause = error instanceof Error ? error : new Error(String(error));
  const causes = [];
  for (let one: unknown = cause; one instanceof Error; one = one.cause) {
    // Bundles shorten the names of classes, and codes stay as they are.
    const { name, message, stack, code } = one as NodeJS.ErrnoException;
    causes.push({ name, code, message, stack });
  }
  logger.error(code, { code, requestId, causes });
}
