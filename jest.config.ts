import type { Config } from 'jest';
import { flowsLeftOut } from './tests/support/servers/access.ts';
import { NO_BROWSER, pagesLeftOut } from './tests/support/servers/browser.ts';

const leftOut = pagesLeftOut(process.env);
if (leftOut.length > 0) process.stderr.write(`${NO_BROWSER} The others run.\n`);

/** These are loaded once for each worker. They keep nothing that tests change. */
const SHARED_PACKAGES = '@aws-sdk|@smithy|ajv|ajv-formats|json-schema-traverse|fast-uri|fast-deep-equal';

const shared = {
  transform: {
    [`/node_modules/(${SHARED_PACKAGES})/.*\\.js$`]: './tests/support/jest/sharedPackage.ts',
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
  transformIgnorePatterns: [`/node_modules/(?!(${SHARED_PACKAGES})/)`],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: './tests/support/jest/environment.ts',
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  setupFiles: ['./tests/support/servers/errorsOfNode.ts'],
} satisfies Config;

/** Tests that read and write a real store: each test file has tables of its own in one engine. */
const database: Config = {
  ...shared,
  globalSetup: './tests/support/servers/engine.ts',
  globalTeardown: './tests/support/servers/engineStop.ts',
  setupFiles: ['./tests/support/servers/errorsOfNode.ts', './tests/support/records/environment.ts'],
  setupFilesAfterEnv: ['./tests/support/records/tables.ts'],
};

export default {
  testTimeout: 180_000,
  testSequencer: './tests/support/jest/sequencer.ts',
  maxWorkers: '100%',
  // A worker with a large heap does not end in the time that Jest gives it.
  workerIdleMemoryLimit: '700MB',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/tests/lib/*.test.ts',
        '<rootDir>/tests/lib/{access,answers,core,domain,handlers,http}/**/*.test.ts',
        '<rootDir>/tests/{build,ci,docs,schemas,support}/**/*.test.ts',
      ],
    },
    {
      ...database,
      displayName: 'lib',
      testMatch: [
        '<rootDir>/tests/lib/{activity,dynamo,events,registrations,repositories,users}/**/*.test.ts',
        '<rootDir>/tests/simulator/*.test.ts',
      ],
    },
    { ...database, displayName: 'functions', testMatch: ['<rootDir>/tests/functions/**/*.test.ts'] },
    { ...database, displayName: 'model', testMatch: ['<rootDir>/tests/model/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'flows',
      testMatch: ['<rootDir>/tests/flows/**/*.test.ts'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, ...flowsLeftOut(process.env)],
      globalSetup: './tests/support/servers/server.ts',
      globalTeardown: './tests/support/servers/serverStop.ts',
    },
    { ...shared, displayName: 'local', testMatch: ['<rootDir>/tests/local/**/*.test.ts'] },
  ],
} satisfies Config;
