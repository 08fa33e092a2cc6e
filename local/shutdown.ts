import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** serverless-offline gives requests under way less time when it stops. */
const MAX_ENDING_MS = 8000;

let isSignalled = false;

/** Returns whether this process has received a signal to end. */
export const isToldToEnd = (): boolean => isSignalled;

const works = new Set<() => unknown>();

const doAll = () => {
  for (const work of works) work();
};

/** Node's own reaction to a signal skips `exit` listeners. Another listener ends the process in time. */
function end(signal: NodeJS.Signals): void {
  isSignalled = true;
  const exit = () => process.exit(128 + constants.signals[signal]);
  if (process.listenerCount(signal) === 1) exit();
  setTimeout(exit, MAX_ENDING_MS).unref();
}

/**
 * Does `work`, as far as it is synchronous, when this process ends by itself or by a signal. Returns how to take that
 * back.
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
