/** This module reads only these parts of a body's schema. */
export type Body = { properties: Record<string, Field>; required?: string[]; else?: { required: string[] } };
type Field = {
  type?: string | string[];
  enum?: unknown[];
  description?: string;
  default?: unknown;
  oneOf?: object[];
};

/**
 * Allows null for the fields that a body may leave out, which means the same: typed clients send nulls. A field that it
 * may leave out beside another one only, such as those of `sometimes`, has no null.
 */
export const withNulls = (body: Body, sometimes: string[] = []): Body => ({
  ...body,
  properties: Object.fromEntries(
    Object.entries(body.properties).map(([name, field]) => [
      name,
      [...(body.required ?? []), ...sometimes].includes(name) ? field : orNull(field),
    ]),
  ),
});

/** Writes a default in words: some generators require a field that has one. */
function orNull({ description, default: usual, ...rule }: Field): Field {
  const words = [description, usual !== undefined && `\`${usual}\` unless given.`].filter(Boolean);
  return { ...(words.length > 0 && { description: words.join(' ') }), ...ruleOrNull(rule) };
}

function ruleOrNull(rule: Field): Field {
  if (!rule.type) return { oneOf: [rule, { type: 'null' }] };
  const type = [...new Set([rule.type, 'null'].flat())];
  return { ...rule, type, ...(rule.enum && { enum: [...new Set([...rule.enum, null])] }) };
}
