import { randomUUID } from 'node:crypto';
import { callerOf, userIdOf } from '../../../lib/access/caller.ts';
import { anonymousId } from '../../../lib/domain/anonymousId.ts';
import { isId } from '../../../lib/domain/sortKeys.ts';

const settings = {
  issuer: 'https://issuer.example',
  audience: 'events-api',
  roleClaim: 'roles',
  organiserRole: 'organiser',
  adminRole: 'admin',
};

const caller = (claims: object, roleClaim = 'roles') =>
  callerOf({ sub: 'ada', ...claims }, { ...settings, roleClaim });

describe('roles', () => {
  test.each<[string, object, string]>([
    ['a list', { roles: ['guest', 'organiser', 'admin'] }, 'roles'],
    ['a claim with a name in it', { 'cognito:groups': ['organiser', 'admin'] }, 'cognito:groups'],
    [
      'a claim that an address names',
      { 'https://a.example/roles': ['admin', 'organiser'] },
      'https://a.example/roles',
    ],
    ['a claim inside another', { realm_access: { roles: ['organiser', 'admin'] } }, 'realm_access.roles'],
  ])('are read from %s', (_what, claims, roleClaim) => {
    expect(caller(claims, roleClaim)).toMatchObject({ isOrganiser: true, isAdmin: true });
  });

  test('are read from one text, as one role', () => {
    expect(caller({ roles: 'organiser' })).toMatchObject({ isOrganiser: true, isAdmin: false });
    expect(caller({ roles: 'not an admin' })).toMatchObject({ isOrganiser: false, isAdmin: false });
  });

  test.each<[string, object, string]>([
    ['without the claim', {}, 'roles'],
    ['with a claim that has no texts', { roles: [1, null, { admin: true }] }, 'roles'],
    ['with a claim that is an object', { roles: { admin: true } }, 'roles'],
    ['with another case', { roles: ['Admin'] }, 'roles'],
    ['with a claim that every object inherits', {}, 'constructor.name'],
    ['with a text in place of the outer claim', { realm_access: 'admin' }, 'realm_access.roles'],
  ])('are none %s', (_what, claims, roleClaim) => {
    expect(caller(claims, roleClaim)).toMatchObject({ isOrganiser: false, isAdmin: false });
  });
});

test('door staff keep the doors that their scopes name', () => {
  const scope = 'openid check-in:meetup check-in: xcheck-in:other check-in:party';
  expect(caller({ scope }).staffOf).toEqual(['meetup', 'party']);
  expect(caller({ scope: ['check-in:meetup'] }).staffOf).toEqual([]);
});

describe('the id of a caller', () => {
  const idOf = (subject: string, issuer = settings.issuer) => userIdOf(subject, issuer);

  test.each(['ada', randomUUID(), 'x'.repeat(128)])('is the subject %s, which fits', subject => {
    expect(idOf(subject)).toBe(subject);
  });

  test.each(['auth0|x', 'a b', 'x'.repeat(129), 'é'])(
    'follows from the subject %s, which does not fit',
    subject => {
      expect(idOf(subject)).toMatch(/^sub-[\w-]{43}$/);
      expect(isId(idOf(subject))).toBe(true);
      expect(idOf(subject)).toBe(idOf(subject));
      expect(idOf(subject)).not.toBe(idOf(`${subject}.`));
      expect(idOf(subject)).not.toBe(idOf(subject, 'https://other.example'));
    },
  );

  test.each([
    ['"me", which stands for the caller', 'me'],
    ['the id of a deleted person', anonymousId(randomUUID())],
    ['the id that follows from another subject', idOf('auth0|x')],
  ])('is never %s', (_what, subject) => {
    expect(idOf(subject)).not.toBe(subject);
    expect(idOf(subject)).toMatch(/^sub-/);
  });
});
