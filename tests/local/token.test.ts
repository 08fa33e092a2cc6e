import { cleanUp, npm, temporaryFolder } from '../support/servers/npmStart.ts';

afterAll(cleanUp);

const USAGE = 'npm run token -- <userId> [--role organiser|admin]… [--scope check-in:<eventId>]…';

async function token(...args: string[]) {
  const dataDir = await temporaryFolder();
  const command = npm(['run', '-s', 'token', '--', ...args], { DYNAMODB_DATA: dataDir });
  const code = await command.ended;
  return { code, lines: command.printed().replaceAll(dataDir, '<folder>').split('\n') };
}

test('npm run token -- --help prints how to use it', async () => {
  const { code, lines } = await token('--help');
  expect(code).toBe(0);
  expect(lines[0]).toBe(USAGE);
});

test.each([
  [['ada', '--role', 'boss'], 'A role must be organiser or admin.'],
  [['ada', '--role', 'admin', '--role', ''], 'A role must be organiser or admin.'],
  [[], 'Name one user, such as ada.'],
  [['ada', 'ben'], 'Name one user, such as ada.'],
  [[''], 'Name one user, such as ada.'],
  [
    ['ada'],
    '<folder> has no issuer of tokens: start one with "npm run start:auth", or name its folder in DYNAMODB_DATA.',
  ],
])(
  'npm run token -- %j is refused in one sentence, and printed beside how to use it',
  async (args, sentence) => {
    const { code, lines } = await token(...args);
    expect(code).toBe(1);
    expect(lines.slice(0, 3)).toEqual([sentence, '', USAGE]);
    expect(lines.join('\n')).not.toMatch(/^ +at /m);
  },
);
