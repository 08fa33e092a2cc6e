import { packageLoader } from './packageLoader.ts';

// What sets up a run is not in the realm of the tests.
Object.assign(globalThis, { loadPackage: packageLoader() });

/** Replaces a file of a package by the module that all test files of a worker share. */
export default { process: () => ({ code: 'module.exports = loadPackage(__filename);\n' }) };
