import type { Ajv, CodeKeywordDefinition } from 'ajv';

/** A schema may have one message for all its rules, or one for each. */
type Told = { errorMessage?: string | Record<string, string> };

/** The rules that a schema may tell in its own words. What breaks another one is told in those of Ajv. */
const KEYWORDS = [
  ...['pattern', 'format', 'const', 'enum', 'minLength', 'maxLength', 'minimum', 'maximum'],
  'uniqueItems',
];

/**
 * Makes validators tell a broken rule by the `errorMessage` of its schema. It is part of their code, which the package
 * ajv-errors would have look it up in the whole schema while it runs.
 */
export function addOwnMessages(ajv: Ajv): void {
  ajv.addKeyword('errorMessage');
  for (const keyword of KEYWORDS) {
    const definition = ajv.getKeyword(keyword) as CodeKeywordDefinition;
    const { message: usual = '', ...error } = definition.error ?? {};
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      ...definition,
      keyword,
      error: {
        ...error,
        message: context => {
          const { errorMessage } = context.parentSchema as Told;
          const own = typeof errorMessage === 'string' ? errorMessage : errorMessage?.[keyword];
          return own ?? (typeof usual === 'function' ? usual(context) : usual);
        },
      },
    });
  }
}
