import { _, type Ajv, type KeywordCxt, Name } from 'ajv';

/**
 * Makes validators know the keyword `ownRules`: functions of lib/http/rules.ts by their names, each with the message
 * about a value that breaks its rule.
 */
export function addOwnRules(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: 'ownRules',
    schemaType: 'object',
    error: { message: ({ params }) => params.told as string },
    code: (context: KeywordCxt) => {
      for (const [rule, told] of Object.entries<string>(context.schema)) {
        context.setParams({ told });
        context.fail(_`!rules.${new Name(rule)}(${context.data})`);
      }
    },
  });
}
