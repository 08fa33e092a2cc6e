import type { Config } from 'jest';
import { NO_BROWSER, pagesLeftOut } from './tests/helpers/browser.ts';

const leftOut = pagesLeftOut(process.env);
if (leftOut.length > 0) process.stderr.write(`${NO_BROWSER} The others run.\n`);

const shared: Config = {
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  setupFiles: ['./tests/helpers/errorsOfNode.ts'],
};

/** Tests that read and write a real store: each test file has tables of its own in one engine. */
const database: Config = {
  ...shared,
  globalSetup: './tests/helpers/engine.ts',
  globalTeardown: './tests/helpers/engineStop.ts',
  setupFiles: ['./tests/helpers/errorsOfNode.ts', './tests/helpers/environment.ts'],
  setupFilesAfterEnv: ['./tests/helpers/tables.ts'],
};

export default {
  testTimeout: 180_000,
  maxWorkers: '100%',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/tests/unit/**/*.test.ts'] },
    { ...database, displayName: 'repositories', testMatch: ['<rootDir>/tests/repositories/**/*.test.ts'] },
    { ...database, displayName: 'functions', testMatch: ['<rootDir>/tests/functions/**/*.test.ts'] },
    { ...database, displayName: 'model', testMatch: ['<rootDir>/tests/model/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'flows',
      testMatch: ['<rootDir>/tests/flows/**/*.test.ts'],
      globalSetup: './tests/helpers/server.ts',
      globalTeardown: './tests/helpers/serverStop.ts',
    },
    { ...shared, displayName: 'local', testMatch: ['<rootDir>/tests/local/**/*.test.ts'] },
  ],
} satisfies Config;
