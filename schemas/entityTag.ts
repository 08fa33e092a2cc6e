/** RFC 9110, 8.8.3 defines entity tags. */
export const entityTag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"';
