import BuildPlugin from '../../build/plugin.ts';
import { ACCESS_SETTINGS } from '../../lib/access/settings.ts';

const ON = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'events' };

const before = Object.fromEntries(ACCESS_SETTINGS.map(name => [name, process.env[name]]));

const use = (settings: Record<string, string | undefined>) => {
  for (const name of ACCESS_SETTINGS) {
    const value = settings[name];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

beforeEach(() => use({}));
afterAll(() => use(before));

/** The warnings at the end of packaging for a stage. */
function warningsFor(stage?: string): string[] {
  const warnings: string[] = [];
  const service = {
    custom: { esbuild: { outputWorkFolder: '' } },
    functions: {},
    provider: { stage: 'dev', environment: {} },
  };
  const serverless = { serviceDir: '', service, classes: { Error } };
  const log = { warning: (text: string) => warnings.push(text) };
  new BuildPlugin(serverless, stage === undefined ? {} : { stage }, { log }).hooks[
    'after:package:finalize'
  ]();
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
