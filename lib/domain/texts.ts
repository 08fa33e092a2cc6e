/** Returns whether a text shows something. An empty text breaks another rule. */
export const isVisible = (text: string): boolean => text === '' || SHOWS_SOMETHING.test(text);
const SHOWS_SOMETHING = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Returns whether a text has no half of a surrogate pair. */
export const isUnicode = (text: string): boolean => text.isWellFormed();
