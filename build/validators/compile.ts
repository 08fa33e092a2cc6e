import { _, Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import * as formats from '../../lib/http/formats.ts';
import { addOwnMessages } from './ownMessages.ts';
import { addOwnRules } from './ownRules.ts';
import { sharingMessages } from './sharedMessages.ts';
import { withoutSchema } from './withoutSchema.ts';

/**
 * Returns the code of a function that validates by a schema. It needs lib/http/formats.ts as `formats`, and
 * lib/http/rules.ts as `rules`.
 */
export function compile(schema: object): string {
  // allErrors reports all broken rules at once. removeAdditional ignores unknown fields of a body.
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    removeAdditional: true,
    // The format of RFC 3339 is checked by a format of ours.
    formats: { ...formats, 'date-time': true },
    code: { source: true, esm: true, formats: _`formats` },
  });
  addOwnMessages(ajv);
  addOwnRules(ajv);
  return sharingMessages(withoutSchema(standaloneCode.default(ajv, ajv.compile(schema)), schema));
}
