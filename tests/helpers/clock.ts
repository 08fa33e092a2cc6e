const { jest } = import.meta;

const now = performance.now.bind(performance);

/** Lets the clock that deadlines are read from run ahead, as if so much time had passed. */
export function passTime(milliseconds: number): void {
  jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
}
