import { isShown, type Sight } from '../../../lib/domain/drafts.ts';

const SIGHTS: [sees: string, sight: Sight, ofGrace: boolean, ofNobody: boolean][] = [
  ['all', { kind: 'all' }, true, true],
  ['the drafts of Grace', { kind: 'own', ownerId: 'grace' }, true, false],
  ['the drafts of Ada', { kind: 'own', ownerId: 'ada' }, false, false],
  ['none', { kind: 'none' }, false, false],
];

test.each(SIGHTS)('somebody who sees %s is shown these drafts', (_sees, sight, ofGrace, ofNobody) => {
  expect(isShown(sight, { status: 'draft', ownerId: 'grace' })).toBe(ofGrace);
  expect(isShown(sight, { status: 'draft' })).toBe(ofNobody);
});

test.each(SIGHTS)('somebody who sees %s is shown every event that is no draft', (_sees, sight) => {
  for (const status of ['active', 'cancelled', 'completed'] as const) {
    expect([{}, { ownerId: 'grace' }].map(owner => isShown(sight, { status, ...owner }))).toEqual([
      true,
      true,
    ]);
  }
});
