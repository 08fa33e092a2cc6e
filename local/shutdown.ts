import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Longer than serverless-offline gives requests that are under way when it stops. */
const PATIENCE_MS = 8000;

let isSignalled = false;

/** Whether a signal has told this process to end. */
export const isToldToEnd = (): boolean => isSignalled;

const works = new Set<() => unknown>();

const doAll = () => {
  for (const work of works) work();
};

/** Node's own reaction to a signal skips `exit` listeners. Whoever else listens to it ends the process in time. */
function end(signal: NodeJS.Signals): void {
  isSignalled = true;
  const exit = () => process.exit(128 + constants.signals[signal]);
  if (process.listenerCount(signal) === 1) exit();
  setTimeout(exit, PATIENCE_MS).unref();
}

/**
 * Has `work` done, as far as it is synchronous, when this process ends by itself or by a signal. Returns how to
 * take that back.
 */
export function beforeEnd(work: () => unknown): () => void {
  if (works.size === 0) {
    process.on('exit', doAll);
    for (const signal of SIGNALS) process.on(signal, end);
  }
  works.add(work);
  return () => {
    works.delete(work);
    if (works.size > 0) return;
    process.off('exit', doAll);
    for (const signal of SIGNALS) process.off(signal, end);
  };
}
