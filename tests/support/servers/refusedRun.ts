import { type Run, remains } from './npmStart.ts';
import { until } from './processes.ts';

/**
 * `npm start` ends with a failure, prints exactly this sentence and no stack trace, and leaves no process behind. `other`
 * is a database that another run has started.
 */
export async function expectRefusal(run: Run, sentence: string, other?: number): Promise<void> {
  expect(await run.ended).toBeGreaterThan(0);
  const [, printed] = run.printed().split('Error:\n');
  expect(printed?.trim()).toBe(sentence);
  await until(() => remains(run).every(({ pid }) => pid === other));
}
