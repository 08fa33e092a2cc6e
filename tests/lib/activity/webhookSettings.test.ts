import { randomBytes } from 'node:crypto';
import { webhookSettings } from '../../../lib/activity/webhookSettings.ts';

const WEBHOOK_URL = 'http://127.0.0.1:4000/notices';
const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const WEBHOOK_SECRET_PARAMETER = '/event-management-api-prod/webhook-secret';
const PUBLIC_URL = 'https://example.org/notices';

const secretOf = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`;

test.each<[string, NodeJS.ProcessEnv]>([
  ['nothing', {}],
  ['empty settings', { WEBHOOK_URL: '', WEBHOOK_SECRET: '' }],
  ['both settings', { WEBHOOK_URL, WEBHOOK_SECRET }],
  ['an https address', { WEBHOOK_URL: 'https://example.org', WEBHOOK_SECRET }],
  ['a secret without its prefix', { WEBHOOK_URL, WEBHOOK_SECRET: WEBHOOK_SECRET.slice('whsec_'.length) }],
  ['a long secret', { WEBHOOK_URL, WEBHOOK_SECRET: secretOf(64) }],
  ['two secrets', { WEBHOOK_URL, WEBHOOK_SECRET: `${secretOf(24)} ${secretOf(25)}` }],
  ['a parameter without an address', { WEBHOOK_SECRET_PARAMETER, WEBHOOK_URL: '' }],
])('accepts %s', (_name, settings) => {
  expect(() => webhookSettings(settings)).not.toThrow();
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['an address without a secret', { WEBHOOK_URL }, 'WEBHOOK_SECRET'],
  ['a secret without an address', { WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['a text that is no address', { WEBHOOK_URL: '127.0.0.1:4000', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['an address of another kind', { WEBHOOK_URL: 'ftp://example.org', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['an address with a user name', { WEBHOOK_URL: 'http://ada@127.0.0.1', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['an address with a password', { WEBHOOK_URL: 'http://:word@127.0.0.1', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['a secret that is not base64', { WEBHOOK_URL, WEBHOOK_SECRET: `${WEBHOOK_SECRET}!` }, 'WEBHOOK_SECRET'],
  ['a secret that is only its prefix', { WEBHOOK_URL, WEBHOOK_SECRET: 'whsec_' }, 'WEBHOOK_SECRET'],
  ['a secret of 23 bytes', { WEBHOOK_URL, WEBHOOK_SECRET: secretOf(23) }, 'WEBHOOK_SECRET'],
  [
    'a short second secret',
    { WEBHOOK_URL, WEBHOOK_SECRET: `${secretOf(24)} ${secretOf(8)}` },
    'WEBHOOK_SECRET',
  ],
  ['three secrets', { WEBHOOK_URL, WEBHOOK_SECRET: Array(3).fill(secretOf(24)).join(' ') }, 'WEBHOOK_SECRET'],
])('refuses %s in a sentence that names the setting, and shows no value', (_name, settings, setting) => {
  expectRefused(settings, setting);
});

function expectRefused(settings: NodeJS.ProcessEnv, setting: string): void {
  let message = '';
  try {
    webhookSettings(settings);
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message).toMatch(new RegExp(`^Set ${setting} to .*\\.$`));
  const values = Object.values(settings).map(value => String(value).replace('whsec_', ''));
  for (const value of values) if (value) expect(message).not.toContain(value);
}

describe('a deployed stage', () => {
  test.each([
    'https://example.org',
    'https://203.0.113.7/notices?from=events',
    'https://[2001:db8::1]:8443/',
    'https://localhost.example.org',
    // A function in a network of its own may reach these.
    'https://10.0.0.1',
    'https://[fd12::1]',
  ])('may send to %s', url => {
    const settings = webhookSettings({ WEBHOOK_URL: url, WEBHOOK_SECRET_PARAMETER });
    expect(settings).toEqual({
      kind: 'deployed',
      url: new URL(url),
      secretParameter: WEBHOOK_SECRET_PARAMETER,
    });
  });

  test.each([
    'http://example.org/notices',
    'somewhere',
    'https://ada@example.org',
    'https://ada:word@example.org',
    'https://localhost:4000',
    'https://LOCALHOST.',
    'https://api.localhost',
    'https://localhost.localdomain',
    'https://localhost6',
    'https://localhost4.localdomain4',
    'https://ip6-localhost',
    'https://ip6-loopback',
    'https://localhost..',
    'https://127.0.0.1',
    'https://127.8.9.10',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://0.0.0.0',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]',
    'https://[::]',
    'https://[::127.0.0.1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:169.254.169.254]',
    'https://[64:ff9b::127.0.0.1]',
    'https://[64:ff9b::169.254.169.254]',
    'https://[2002:7f00:1::]',
    'https://[2002:a9fe:a9fe::1]',
    'https://[fe80::1]',
    'https://[febf:ffff::1]',
    'https://[fd00:ec2::254]',
  ])('may not send to %s', url => {
    expectRefused({ WEBHOOK_URL: url, WEBHOOK_SECRET_PARAMETER }, 'WEBHOOK_URL');
  });

  test.each(['', 'webhook-secret', '/', '/a/', '//a', '/*', '/a b', `/a\${b}`])(
    'does not take "%s" as the name of the parameter with its secret',
    name => {
      const settings = { WEBHOOK_URL: PUBLIC_URL, WEBHOOK_SECRET_PARAMETER: name };
      expect(() => webhookSettings(settings)).toThrow(/^Set webhookSecretParameter to the name of .*\.$/);
    },
  );
});
