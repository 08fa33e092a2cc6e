import { patterns, unportableParts } from '../support/api/portablePatterns.ts';

test.each(patterns())('ECMA 262, Python, Go and Java read the pattern %s in the same way', pattern => {
  expect(unportableParts(pattern)).toEqual([]);
  expect(() => [new RegExp(pattern), new RegExp(pattern, 'u')]).not.toThrow();
});

test.each([
  ['^\\P{Cs}*$', ['\\P{Cs}']],
  ['[^\\s\\u0085]', ['\\s', '\\u0085']],
  ['^(?=a)(?!b)(?<=c)\\bd', ['(?=a)', '(?!b)', '(?<=c)', '\\b']],
  ['(?<name>a)\\k<name>', ['(?<name>a)', '\\k<name>']],
  ['(a)\\1.', ['\\1', '.']],
  ['[[a&&b]é[]', ['[', '&', '&', 'é', '[]']],
  ['a{1,1001}', ['a{1,1001}']],
])('some engines refuse a part of the pattern %s, or read it in another way', (pattern, parts) => {
  expect(unportableParts(pattern)).toEqual(parts);
});
