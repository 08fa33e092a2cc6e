import BuildPlugin from '../../build/plugin.ts';
import { ACCESS_SETTINGS } from '../../lib/access/settings.ts';

const NAMES = [...ACCESS_SETTINGS, 'WEBHOOK_URL', 'WEBHOOK_SECRET'];

const ON = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events' };

const before = Object.fromEntries(NAMES.map(name => [name, process.env[name]]));

const use = (settings: Record<string, string | undefined>) => {
  for (const name of NAMES) {
    const value = settings[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

beforeEach(() => use({}));
afterAll(() => use(before));

const PARAMETER = '/event-management-api-dev/webhook-secret';

/** The plugin at a command. */
function pluginAt(commands: string[], stage?: string, warning = (_text: string) => {}): BuildPlugin {
  const service = {
    custom: { esbuild: { outputWorkFolder: '' }, webhook: { WEBHOOK_SECRET_PARAMETER: PARAMETER } },
    functions: {},
    provider: { stage: 'dev', environment: {} },
  };
  const serverless = { serviceDir: '', processedInput: { commands }, service, classes: { Error } };
  return new BuildPlugin(serverless, stage === undefined ? {} : { stage }, { log: { warning } });
}

/** The warnings at the end of packaging for a stage. */
function warningsFor(stage?: string): string[] {
  const warnings: string[] = [];
  pluginAt(['package'], stage, text => warnings.push(text)).hooks['after:package:finalize']();
  return warnings;
}

test.each(['prod', 'production', 'PROD'])(
  'packaging for the stage %s without access control warns what anybody may do there',
  stage => {
    expect(warningsFor(stage)).toEqual([
      `ACCESS CONTROL IS OFF in the stage ${stage}: anybody may delete any event, and read everybody's registrations. Set AUTH_ISSUER and AUTH_AUDIENCE (docs/access.md).`,
    ]);
    use(ON);
    expect(warningsFor(stage)).toEqual([]);
  },
);

test.each([undefined, 'dev', 'reproduction'])('packaging for the stage %s warns of nothing', stage => {
  expect(warningsFor(stage)).toEqual([]);
});

const DEPLOYING = [['package'], ['deploy'], ['deploy', 'function']];
const LOCAL = [['offline'], ['invoke', 'local']];
const SECRET = 'whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0';

const expectRefused = async (command: string[], sentence: string) =>
  expect(pluginAt(command).hooks.initialize()).rejects.toThrow(sentence);

describe.each(DEPLOYING.map(command => ({ command })))('serverless $command refuses', ({ command }) => {
  test('a secret in the environment, and says where it belongs', async () => {
    use({ WEBHOOK_URL: 'https://example.org', WEBHOOK_SECRET: SECRET });
    await expectRefused(
      command,
      `Leave WEBHOOK_SECRET out: a deployed stage reads its secret from the SSM parameter ${PARAMETER} (docs/consumers.md).`,
    );
  });

  test.each([
    ['http://example.org', 'Set WEBHOOK_URL to an https address. Only a local run may have http.'],
    [
      'https://169.254.169.254',
      'Set WEBHOOK_URL to an address that is neither loopback nor link-local. Only a local run may have those.',
    ],
    [
      'https://ada:word@example.org',
      'Set WEBHOOK_URL to an address without a user name and a password. Notices are signed instead.',
    ],
  ])('the webhook %s', async (url, sentence) => {
    use({ WEBHOOK_URL: url });
    await expectRefused(command, sentence);
  });
});

test.each(LOCAL.map(command => ({ command })))(
  'serverless $command refuses a short secret',
  async ({ command }) => {
    use({ WEBHOOK_URL: 'http://127.0.0.1:4000', WEBHOOK_SECRET: 'whsec_c2VjcmV0' });
    await expectRefused(command, 'Set WEBHOOK_SECRET to a secret of at least 24 bytes in base64');
  },
);
