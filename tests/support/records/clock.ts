const { jest } = import.meta;

const LONGER_THAN_ANY_REQUEST_MS = 600_000;

const machineNow = performance.now.bind(performance);
let ahead = 0;
const now = () => machineNow() + ahead;
performance.now = now;

/**
 * Ends the time of all running work. Later work has its full time, since the clock never goes back. If it did,
 * abandoned work would go on.
 */
export function letTimeRunOut(): void {
  ahead += LONGER_THAN_ANY_REQUEST_MS;
}

/** Moves the clock of deadlines ahead until the mocks are restored, as if so much time had passed. */
export function passTime(milliseconds: number): void {
  jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
}

type Clock = {
  /** Lets so much time pass, and ends the timeouts that are over by then. */
  pass: (milliseconds: number) => void;
  /** Lets the time of the last timeout pass. */
  passLastTimeout: () => void;
};

/**
 * Stops the clock of deadlines and of `AbortSignal.timeout` until the mocks are restored. Tests with it do not depend
 * on the speed of the machine.
 */
export function stopClock(): Clock {
  let time = now();
  const timeouts: { end: number; abort: () => void }[] = [];
  jest.spyOn(performance, 'now').mockImplementation(() => time);
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(milliseconds => {
    const controller = new AbortController();
    const abort = () => controller.abort(new DOMException('The time is over', 'TimeoutError'));
    timeouts.push({ end: time + milliseconds, abort });
    return controller.signal;
  });
  const pass = (milliseconds: number) => {
    time += milliseconds;
    for (const { end, abort } of timeouts) if (end <= time) abort();
  };
  return { pass, passLastTimeout: () => pass((timeouts.at(-1)?.end ?? time) - time) };
}
