import { webhookSettings } from '../../../lib/activity/webhookSettings.ts';

const WEBHOOK_URL = 'http://127.0.0.1:4000/notices';
const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test.each<[string, NodeJS.ProcessEnv]>([
  ['nothing', {}],
  ['empty settings', { WEBHOOK_URL: '', WEBHOOK_SECRET: '' }],
  ['both settings', { WEBHOOK_URL, WEBHOOK_SECRET }],
  ['an https address', { WEBHOOK_URL: 'https://example.org', WEBHOOK_SECRET }],
  ['a secret without its prefix', { WEBHOOK_URL, WEBHOOK_SECRET: WEBHOOK_SECRET.slice('whsec_'.length) }],
])('accepts %s', (_name, settings) => {
  expect(() => webhookSettings(settings)).not.toThrow();
});

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['an address without a secret', { WEBHOOK_URL }, 'WEBHOOK_SECRET'],
  ['a secret without an address', { WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['a text that is no address', { WEBHOOK_URL: '127.0.0.1:4000', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['an address of another kind', { WEBHOOK_URL: 'ftp://example.org', WEBHOOK_SECRET }, 'WEBHOOK_URL'],
  ['a secret that is not base64', { WEBHOOK_URL, WEBHOOK_SECRET: 'whsec_not base64!' }, 'WEBHOOK_SECRET'],
  ['a secret that is only its prefix', { WEBHOOK_URL, WEBHOOK_SECRET: 'whsec_' }, 'WEBHOOK_SECRET'],
])('refuses %s in a sentence that names the setting', (_name, settings, setting) => {
  expect(() => webhookSettings(settings)).toThrow(new RegExp(`^Set ${setting} to .*\\.$`));
});
