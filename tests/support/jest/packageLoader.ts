import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { type Context, compileFunction } from 'node:vm';

type Module = { exports: unknown };

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** Returns a function that loads a file of a package once, with all that it requires, into a realm or else into Node's. */
export function packageLoader(realm?: Context): (file: string) => unknown {
  const modules = new Map<string, Module>();

  function run(file: string, module: Module): void {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(text);
      return;
    }
    const native = createRequire(file);
    const require = (name: string) => (isBuiltin(name) ? native(name) : load(native.resolve(name)));
    const body = compileFunction(text, PARAMETERS, { filename: file, parsingContext: realm });
    body.call(module.exports, module.exports, require, module, file, dirname(file));
  }

  function load(file: string): unknown {
    const known = modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    run(file, module);
    return module.exports;
  }
  return load;
}
