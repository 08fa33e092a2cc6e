import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the compiled code of functions that are not called for a while. V8 frees memory when a process is idle, and this
 * code with it: the first request after a minute would compile it anew, and take two to three times as long.
 */
export const keepCompiledCode = (): void => setFlagsFromString('--no-flush-bytecode');
