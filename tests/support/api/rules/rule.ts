/** Values just inside and just outside a rule. `read` is what the service reads, if that differs from the value. */
export type Rule = {
  inside: [name: string, value: unknown, read?: unknown][];
  outside: [name: string, value: unknown][];
};

export const wrongTypes: Rule['outside'] = [
  ['null', null],
  ['an array', ['a']],
  ['an object', { a: 'a' }],
];
