import fc from 'fast-check';
import { nextRevision, nextVersion, revisionAt, timeOfRevision } from '../../../lib/domain/versions.ts';

const anyTime = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2088-01-01'), noInvalidDate: true })
  .map(date => date.toISOString());

test.each([
  ['version', nextVersion],
  ['revision', nextRevision],
])('a %s grows with each edit, whatever the clocks of the editors are', (_what, next) => {
  fc.assert(
    fc.property(fc.array(anyTime), times => {
      let last = 0;
      for (const time of times) {
        const following = next(last, time);
        expect(following).toBeGreaterThan(last);
        last = following;
      }
    }),
  );
});

test('a revision is the time of an edit, to the second, in 31 bits', () => {
  fc.assert(
    fc.property(anyTime, time => {
      const revision = revisionAt(time);
      expect(revision).toBeLessThan(2 ** 31);
      expect(timeOfRevision(revision).toISOString()).toBe(time.replace(/\.\d{3}/, '.000'));
    }),
  );
});
