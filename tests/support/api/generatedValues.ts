import fc from 'fast-check';
import { unicode, visible } from '../../../lib/http/formats.ts';
import { ajv, document } from '../documents/document.ts';

/** The part of JSON Schema that the document uses for requests. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: (string | null)[];
  examples?: string[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  oneOf?: Schema[];
  items?: Schema;
  uniqueItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
};

/** A value with this name from an answer, by its index. `part` is the index of a word in it. */
export class Known {
  readonly name: string;
  readonly n: number;
  readonly part: number | undefined;
  constructor(name: string, n: number, part?: number) {
    this.name = name;
    this.n = n;
    this.part = part;
  }
}

/** Both ids of a registration from an answer. */
export const knownRegistration: fc.Arbitrary<Record<string, unknown>> = fc.nat(99).map(n => ({
  eventId: new Known('registration', n, 0),
  userId: new Known('registration', n, 1),
}));

/** Parameters whose values come from answers. */
const GIVEN = ['eventId', 'userId', 'cursor', 'If-Match', 'If-None-Match'];

/** A schema without references. */
export const resolved = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), (_key, part) =>
    part?.$ref ? resolved(document.components.schemas[part.$ref.replace(/^.*\//, '')] as Schema) : part,
  );

/** A value that keeps the rules of a schema. If possible it is usually a value from an answer. */
export function valueFor(name: string, schema: Schema): fc.Arbitrary<unknown> {
  const made = madeValue(schema);
  if (!GIVEN.includes(name)) return made;
  const given = fc.nat(99).map(n => new Known(name, n));
  return name === 'cursor'
    ? given
    : fc.oneof({ weight: 5, arbitrary: given }, { weight: 1, arbitrary: made });
}

/** A new value that keeps the rules of a schema. */
export function madeValue(schema: Schema): fc.Arbitrary<unknown> {
  const {
    type,
    oneOf,
    examples,
    enum: words = examples,
    pattern,
    format,
    minimum = 0,
    maximum = 2 ** 31,
  } = schema;
  if (oneOf) return fc.oneof(...oneOf.map(madeValue));
  if (words) return fc.constantFrom(...words);
  if (Array.isArray(type)) return fc.oneof(...type.map(one => madeValue({ ...schema, type: one })));
  if (type === 'null') return fc.constant(null);
  if (type === 'integer') return fc.integer({ min: minimum, max: maximum });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return madeList(schema);
  if (type === 'object') return madeObject(schema);
  if (format === 'date-time') return fc.date(recentDays()).map(date => date.toISOString());
  if (format === 'date') return fc.date(DAYS).map(date => date.toISOString().slice(0, 10));
  const texts = pattern
    ? fc.stringMatching(new RegExp(pattern, 'u'))
    : fc.string({ unit: 'grapheme', ...LENGTHS });
  return texts.filter(text => isSent(text) && keeps(schema, text));
}

const madeList = ({ items = {}, uniqueItems }: Schema): fc.Arbitrary<unknown> =>
  (uniqueItems ? fc.uniqueArray : fc.array)(madeValue(items), { minLength: 1, maxLength: 3 });

const madeObject = ({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, madeValue(one)])), {
    requiredKeys: required,
  });

/** Times that an input accepts are of the last week. */
const recentDays = () => ({
  min: new Date(Date.now() - 6 * 86_400_000),
  max: new Date(Date.now() - 60_000),
  noInvalidDate: true,
});

/** Texts must also keep rules that the document only describes. */
const keeps = (schema: Schema, value: unknown): boolean =>
  ajv.validate(schema, value) && (typeof value !== 'string' || (visible(value) && unicode(value)));

const DAYS = { min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };
const LENGTHS = { minLength: 1, maxLength: 40 };

/** Headers are sent without white space around them. */
const isSent = (text: string) => text.trim() === text;

const JUNK = [
  null,
  true,
  1.5,
  -1,
  100_001,
  [],
  {},
  '',
  ' ',
  '\u200b',
  'not an id',
  'x'.repeat(2001),
  '2027-02-30',
  '\ud800',
];
const JUNK_TEXTS = ['0', '101', '1e1', 'a b', 'x'.repeat(300), '2027-02-30', '"', '"a" "b"'];

/** Values that break the rules of a schema. In a body they have any type, and elsewhere they are texts. */
export function brokenValues(schema: Schema, where: 'body' | 'text'): unknown[] {
  if (where === 'body') return JUNK.filter(value => !keeps(schema, value));
  if (schema.type === 'array') return brokenValues(schema.items ?? {}, where);
  return JUNK_TEXTS.filter(text => {
    const isNumber = schema.type === 'integer' && /^(0|[1-9]\d*)$/.test(text);
    return !keeps(schema, isNumber ? Number(text) : text);
  });
}
