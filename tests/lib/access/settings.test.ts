import { accessSettings } from '../../../lib/access/settings.ts';

const both = { AUTH_ISSUER: 'https://issuer.example/', AUTH_AUDIENCE: 'events-api' };

test('access control is off without any setting, and with empty ones', () => {
  expect(accessSettings({})).toBeUndefined();
  expect(accessSettings({ AUTH_ISSUER: '', AUTH_AUDIENCE: '', AUTH_ROLE_CLAIM: '' })).toBeUndefined();
});

test('access control is on with an issuer and an audience, and roles have their usual names', () => {
  expect(accessSettings(both)).toEqual({
    issuer: 'https://issuer.example/',
    audience: 'events-api',
    roleClaim: 'roles',
    organiserRole: 'organiser',
    adminRole: 'admin',
  });
});

test('roles have the names that are set', () => {
  const names = { AUTH_ROLE_CLAIM: 'groups', AUTH_ORGANISER_ROLE: 'hosts', AUTH_ADMIN_ROLE: 'staff' };
  expect(accessSettings({ ...both, ...names })).toMatchObject({
    roleClaim: 'groups',
    organiserRole: 'hosts',
    adminRole: 'staff',
  });
});

test.each<[object, string]>([
  [{ AUTH_ISSUER: both.AUTH_ISSUER }, 'Set AUTH_AUDIENCE too, or leave AUTH_ISSUER out.'],
  [{ AUTH_AUDIENCE: both.AUTH_AUDIENCE }, 'Set AUTH_ISSUER too, or leave AUTH_AUDIENCE out.'],
  [{ ...both, AUTH_AUDIENCE: ' ' }, 'Set AUTH_AUDIENCE too, or leave AUTH_ISSUER out.'],
  [{ AUTH_ADMIN_ROLE: 'x' }, 'Set AUTH_ISSUER and AUTH_AUDIENCE too, or leave AUTH_ADMIN_ROLE out.'],
])('%j is refused: access control is never half on', (settings, sentence) => {
  expect(() => accessSettings(settings as NodeJS.ProcessEnv)).toThrow(new Error(sentence));
});

test.each([
  'issuer.example',
  'http://issuer.example',
  'http://127.0.0.1.example',
  'ftp://issuer.example',
  'https://ada@issuer.example',
  'https://issuer.example?tenant=1',
  'https://issuer.example#1',
])('the issuer %s is refused', AUTH_ISSUER => {
  expect(() => accessSettings({ ...both, AUTH_ISSUER })).toThrow(/^Set AUTH_ISSUER to the https address/);
});

test.each(['http://127.0.0.1:9000', 'http://localhost:9000', 'http://[::1]:9000'])(
  'the issuer %s may have no https, since it is on this machine',
  AUTH_ISSUER => {
    expect(accessSettings({ ...both, AUTH_ISSUER })?.issuer).toBe(AUTH_ISSUER);
  },
);
