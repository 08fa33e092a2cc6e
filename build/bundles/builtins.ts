import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMES = new RegExp(`^(node:)?(${builtinModules.join('|')})$`);
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Takes from the modules of Node only what a bundle uses of them. Speed: an import of such a module reads all that it
 * exports. For `node:http` that includes WebSocket, for which Node loads a second HTTP client in a third of the time of
 * a cold start.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: NAMES }, ({ path, kind }) => {
      const name = `node:${path.replace(/^node:/, '')}`;
      if (kind === 'dynamic-import') return { path: dynamicModule(name), external: true };
      return {
        path: name,
        namespace: kind === 'require-call' ? 'required-builtin' : 'builtin',
        sideEffects: false,
      };
    });
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({ contents: staticModule(path) }));
    // A module may be a class or a function, such as that of `require('events')`.
    onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
  },
};

/** Returns an ES module whose exports are left out where nobody imports them. */
function staticModule(name: string): string {
  const lines = namesIn(name).map(one => `export const ${one} = /* @__PURE__ */ $get('${one}');`);
  return `const $all = process.getBuiltinModule('${name}');
const $get = name => $all[name];
export default $all;
${lines.join('\n')}`;
}

/** Returns the address of an ES module that exports all but what a getter makes. */
function dynamicModule(name: string): string {
  const all = process.getBuiltinModule(name) ?? {};
  const names = namesIn(name).filter(one => !Object.getOwnPropertyDescriptor(all, one)?.get);
  const text = `const all=process.getBuiltinModule('${name}');export default all;export const {${names}}=all`;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

const namesIn = (name: string): string[] =>
  Object.keys(process.getBuiltinModule(name) ?? {}).filter(one => IDENTIFIER.test(one) && one !== 'default');
