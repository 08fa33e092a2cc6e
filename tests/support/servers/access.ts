/** Returns whether the server of the tests over HTTP has access control on: a run with ACCESS=on. */
export const isAccessOn = ({ ACCESS }: NodeJS.ProcessEnv = process.env): boolean => ACCESS === 'on';

/** These files of tests/flows say nothing about a server with access control, each for its reason. */
const ONLY_OPEN = {
  'answers.test.ts': 'the recording has answers to requests without tokens',
  'deletedUsers.reuse.test.ts': 'nobody gets the id of a deleted user there',
  'documents.test.ts': 'the commands of the documents have no tokens',
  'pythonClients.test.ts': 'the programs in Python send no tokens',
};

/** These need a server with access control. */
const ONLY_CLOSED = ['access.drafts.test.ts', 'access.page.test.ts', 'access.test.ts'];

/** Returns the patterns of the files of tests/flows that do not run. */
export const flowsLeftOut = (env: NodeJS.ProcessEnv): string[] =>
  (isAccessOn(env) ? Object.keys(ONLY_OPEN) : ONLY_CLOSED).map(
    name => `/tests/flows/${name.replaceAll('.', '\\.')}$`,
  );
