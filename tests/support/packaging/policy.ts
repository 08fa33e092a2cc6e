/** An action on a resource, which is an ARN. In a policy both may have wildcards. */
export type Permission = { action: string; resource: string };

/** A statement of a policy. */
export type Statement = { Effect: 'Allow' | 'Deny'; Action: string[]; Resource: string[] };

const EVALUATED = ['Effect', 'Action', 'Resource'];

/**
 * Reads statements whose references are resolved.
 * @throws Error for what is not evaluated here, such as a condition
 */
export function statementsIn(document: { Statement: object[] }): Statement[] {
  for (const statement of document.Statement) {
    const unknown = Object.keys(statement).find(name => !EVALUATED.includes(name));
    if (unknown) throw new Error(`Statements with ${unknown} are not evaluated`);
  }
  return document.Statement as Statement[];
}

/** Whether statements allow an action, as IAM decides it: only what is allowed, and nothing that is denied. */
export function isAllowed(statements: Statement[], permission: Permission): boolean {
  const effects = statements.filter(one => covers(one, permission)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Each pair of an action and a resource that statements allow. */
export const permissionsIn = (statements: Statement[]): Permission[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource }) =>
      Action.flatMap(action => Resource.map(resource => ({ action, resource }))),
    );

/** Whether a permission of a policy is one that was needed. */
export const serves = (granted: Permission, needed: Permission): boolean =>
  matches(granted.action.toLowerCase(), needed.action.toLowerCase()) &&
  matches(granted.resource, needed.resource);

const covers = ({ Action, Resource }: Statement, needed: Permission): boolean =>
  Action.some(action => Resource.some(resource => serves({ action, resource }, needed)));

/** In a pattern `*` stands for any text, and `?` for any character. */
function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
}
