import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { builtins } from '../../build/bundles/builtins.ts';

/** Bundles a module in CommonJS, as some packages are, and returns what it prints in plain Node. */
async function printedBy(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'js' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [builtins],
    write: false,
  });
  const args = ['--input-type=module', '--eval', outputFiles[0]?.text ?? ''];
  return (await promisify(execFile)(process.execPath, args)).stdout.trim();
}

test('a package in CommonJS gets a module of Node itself, which may be a class or a function', async () => {
  const printed = await printedBy(`
    const Emitter = require('events');
    class Own extends Emitter {}
    require('assert')(new Own() instanceof require('node:events').EventEmitter);
    console.log(new Own().listenerCount('any'), require('path').posix.join('a', 'b'));`);
  expect(printed).toBe('0 a/b');
});

test('an ES module gets what it imports of a module of Node', async () => {
  const printed = await printedBy(`
    import Emitter, { EventEmitter } from 'node:events';
    import * as path from 'path';
    console.log(Emitter === EventEmitter, path.posix.join('a', 'b'));`);
  expect(printed).toBe('true a/b');
});
