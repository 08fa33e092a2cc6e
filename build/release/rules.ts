/** A change of a part of the API document, as Redocly hands it to a rule. */
type Change = {
  kind: 'added' | 'removed' | 'modified';
  /** The path of the part in the document, as a JSON pointer. */
  path: string;
  /** What was modified; a part that got another name has another `key`. */
  property?: string;
  base?: { value: unknown };
};
type Context = { report: (finding: { message: string }) => void };

/** The last name in a JSON pointer. */
const nameIn = ({ path }: Change): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Clients decide by the codes of problems. The document has them as the names of examples, since in a schema they would
 * make each answer a type of its own.
 */
const errorCodeRemoved = () => ({
  Response: {
    MediaType: {
      Example: (change: Change, { report }: Context) => {
        if (!change.path.includes('/application~1problem+json/')) return;
        const isRenamed = change.kind === 'modified' && change.property === 'key';
        const code = isRenamed ? change.base?.value : nameIn(change);
        if (change.kind === 'removed' || isRenamed)
          report({ message: `Error code \`${code}\` was removed.` });
      },
    },
  },
});

/** Which pages may read an answer is a setting of the stage, so headers of CORS promise nothing. */
const responseHeaderBecameOptional = () => ({
  Response: {
    Header: (change: Change, { report }: Context) => {
      const name = nameIn(change);
      if (
        change.kind === 'modified' &&
        change.property === 'required' &&
        change.base?.value === true &&
        !name.startsWith('Access-Control-')
      ) {
        report({ message: `Response header \`${name}\` became optional.` });
      }
    },
  },
});

/** What the recommended rules leave out. */
export default () => ({
  id: 'api',
  diff: {
    oas3: {
      'error-code-removed': errorCodeRemoved,
      'response-header-became-optional': responseHeaderBecameOptional,
    },
  },
});
