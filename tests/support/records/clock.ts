const { jest } = import.meta;

const LONGER_THAN_ANY_REQUEST_MS = 600_000;

const machineNow = performance.now.bind(performance);
let ahead = 0;
const now = () => machineNow() + ahead;
performance.now = now;

/**
 * Leaves no time to anything that is under way. What begins later has its own again, since the clock never goes back:
 * otherwise work that nobody waits for any more would go on.
 */
export function letTimeRunOut(): void {
  ahead += LONGER_THAN_ANY_REQUEST_MS;
}

/** Lets the clock that deadlines are read from run ahead, as if so much time had passed, until mocks are restored. */
export function passTime(milliseconds: number): void {
  jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
}

type Clock = {
  /** Lets so much time pass, and ends the waiting that is over by then. */
  pass: (milliseconds: number) => void;
  /** Lets the time pass that whoever began to wait last is ready to wait. */
  passLastTimeout: () => void;
};

/**
 * Stops the clock that deadlines and `AbortSignal.timeout` go by, until the mocks are restored: what is tested with it
 * does not depend on how fast the machine is.
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
