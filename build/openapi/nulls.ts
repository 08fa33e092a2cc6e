/** As much of a body's schema as is looked at here. */
export type Body = { properties: Record<string, Field>; required?: string[] };
type Field = {
  type?: string | string[];
  enum?: unknown[];
  description?: string;
  default?: unknown;
  oneOf?: object[];
};

/** What a body may leave out may be null there, which means the same: typed clients send nulls. */
export const withNulls = (body: Body): Body => ({
  ...body,
  properties: Object.fromEntries(
    Object.entries(body.properties).map(([name, field]) => [
      name,
      body.required?.includes(name) ? field : orNull(field),
    ]),
  ),
});

/** A default is told in words: some generators take a field that has one for a field that must be given. */
function orNull({ description, default: usual, ...rule }: Field): Field {
  const words = [description, usual !== undefined && `\`${usual}\` unless given.`].filter(Boolean);
  return { ...(words.length > 0 && { description: words.join(' ') }), ...ruleOrNull(rule) };
}

function ruleOrNull(rule: Field): Field {
  if (!rule.type) return { oneOf: [rule, { type: 'null' }] };
  const type = [...new Set([rule.type, 'null'].flat())];
  return { ...rule, type, ...(rule.enum && { enum: [...new Set([...rule.enum, null])] }) };
}
