import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../support/servers/commands.ts';

/** Calls a function, frees memory as V8 does in an idle process, and prints how the function is compiled before and after. */
const program = (start: string) => `${start}
  const one = eval('(function one() { return 1 })');
  one();
  const before = %GetOptimizationStatus(one);
  for (let n = 0; n < 20; n += 1) gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  console.log(before === %GetOptimizationStatus(one) ? 'as before' : 'not any more');`;

async function compiledAfter(start: string): Promise<string> {
  const args = ['--expose-gc', '--allow-natives-syntax', '--input-type=module', '--eval', program(start)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return stdout.trim();
}

test('the local server keeps compiled functions, which Node would compile anew after an idle minute', async () => {
  const start = `import { keepCompiledCode } from './local/compiledCode.ts'; keepCompiledCode();`;
  expect(await compiledAfter('')).toBe('not any more');
  expect(await compiledAfter(start)).toBe('as before');
});
