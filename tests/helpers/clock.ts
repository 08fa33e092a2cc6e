const { jest } = import.meta;

const now = performance.now.bind(performance);

/**
 * Lets the clock that deadlines are read from run ahead, as if so much time had passed, until the mocks are restored
 * or what is returned is called.
 */
export function passTime(milliseconds: number): () => void {
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
  return () => clock.mockRestore();
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
