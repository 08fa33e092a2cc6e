import { randomUUID } from 'node:crypto';
import { anonymousId, isAnonymous } from '../../../lib/domain/anonymousId.ts';
import { id } from '../../../schemas/common.ts';

test('an anonymous id is recognised, and is a valid id', () => {
  const uuid = randomUUID();
  expect(anonymousId(uuid)).toBe(`deleted-${uuid}`);
  expect(isAnonymous(anonymousId(uuid))).toBe(true);
  expect(anonymousId(uuid)).toMatch(new RegExp(id.pattern));
});

test.each([
  'ada',
  'deleted-',
  'deleted-ada',
  randomUUID(),
  `x-deleted-${randomUUID()}`,
  `deleted-${randomUUID()}x`,
  `deleted-${randomUUID().toUpperCase()}x`,
  'deleted-0b1f7a52-9f43-1d8e-8a55-0d6f4c2b1a39',
  'deleted-0b1f7a52-9f43-4d8e-0a55-0d6f4c2b1a39',
])('%s may be the id of a user', userId => {
  expect(isAnonymous(userId)).toBe(false);
});
