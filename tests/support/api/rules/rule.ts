/**
 * Values just inside and just outside a rule. `read` is what the service reads, if that differs from the value. `at` is
 * where in the value the rule is broken, if that is not the whole.
 */
export type Rule = {
  inside: [name: string, value: unknown, read?: unknown][];
  outside: [name: string, value: unknown, at?: string][];
};

export const wrongTypes: Rule['outside'] = [
  ['null', null],
  ['an array', ['a']],
  ['an object', { a: 'a' }],
];
