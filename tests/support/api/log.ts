import type { Answer } from './invoke.ts';

type Line = Answer['body'];

/** Keeps what is written to the log from here on, and lets none of it be printed. */
export function keepLog(): { lines: () => Line[]; stop: () => void } {
  const written: string[] = [];
  const { jest } = import.meta;
  const spies = [process.stdout, process.stderr].map(stream =>
    jest.spyOn(stream, 'write').mockImplementation(text => {
      written.push(String(text));
      return true;
    }),
  );
  return {
    lines: () =>
      written.map(text => {
        expect(text).toMatch(/^[^\n]*\n$/);
        return JSON.parse(text);
      }),
    stop: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}

/** The errors that `work` logs, parsed as JSON. */
export async function logOf(work: () => Promise<unknown>): Promise<Line[]> {
  const log = keepLog();
  try {
    await work();
    return log.lines().filter(({ level }) => level === 'error');
  } finally {
    log.stop();
  }
}
