type Security = { security?: object[] };

/** Returns an API document as it is true where access control is on: what takes a token needs it. */
export const forAccessControl = (document: object): object =>
  JSON.parse(JSON.stringify(document), (_key, value: Security) =>
    Array.isArray(value?.security) ? { ...value, security: value.security.filter(needsToken) } : value,
  );

const needsToken = (scheme: object) => Object.keys(scheme).length > 0;
