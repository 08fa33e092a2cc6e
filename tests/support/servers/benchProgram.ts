import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './commands.ts';

const run = promisify(execFile);

/** Runs a benchmark with these options, and returns its output. */
export async function outputOf(bench: string, ...options: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [`bench/${bench}.ts`, ...options], { cwd: root });
  return stdout;
}

/**
 * Runs the body of a function of `input` in a process of its own, where it may import the benchmarks, which tests may
 * not. Paths begin at the root of the project. Returns the result of the function.
 */
export async function resultIn<Result>(body: string, input: unknown = null): Promise<Result> {
  const program = `
    const result = await (async input => { ${body} })(${JSON.stringify(input)});
    console.log(JSON.stringify(result));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root });
  return JSON.parse(stdout);
}
