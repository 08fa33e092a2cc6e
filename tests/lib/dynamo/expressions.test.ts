import fc from 'fast-check';
import { justBefore, justBehind } from '../../../lib/dynamo/expressions.ts';

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const anyId = fc.string({ unit: fc.constantFrom(...ID_CHARACTERS), minLength: 1, maxLength: 4 });
const anyKey = fc.tuple(fc.constantFrom('2027-05-01', '2027-05-02'), anyId).map(parts => parts.join('#'));

test('no key sorts between a sort key and the keys just before and just behind it', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (key, other) => {
      expect(other > key).toBe(other > justBehind(key));
      expect(other < key).toBe(other < justBefore(key));
    }),
    { numRuns: 2000 },
  );
});
