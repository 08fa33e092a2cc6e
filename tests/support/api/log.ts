import type { Answer } from './invoke.ts';

/** The lines that `work` logs, parsed as JSON. */
export async function logOf(work: () => Promise<unknown>): Promise<Answer['body'][]> {
  const log = import.meta.jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    await work();
    return log.mock.calls.map(([line, ...more]) => {
      expect(more).toEqual([]);
      expect(line).not.toContain('\n');
      return JSON.parse(line);
    });
  } finally {
    log.mockRestore();
  }
}
