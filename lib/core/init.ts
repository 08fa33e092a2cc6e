import { logStart } from './log.ts';

type Step = () => Promise<unknown>;

const isInit = process.env.AWS_LAMBDA_INITIALIZATION_TYPE !== undefined;

const steps: Step[] = [];

/**
 * Adds a step to what a deployed function does while Lambda starts it, before its first request. Speed alone may depend
 * on it: nothing is done by `npm start`, by `invoke local` and by tests, whose calls of the database are counted.
 */
export function duringInit(step: Step): void {
  if (isInit) steps.push(step);
}

/** Carries the steps out, and writes a line about the start. What fails in them, the first request finds out for itself. */
export async function initialised(): Promise<void> {
  if (!isInit) return;
  const results = await Promise.allSettled(steps.map(step => step()));
  const failures = results.flatMap(result => (result.status === 'rejected' ? [String(result.reason)] : []));
  logStart({ durationMs: Math.round(performance.now()), ...(failures.length > 0 && { failures }) });
}
