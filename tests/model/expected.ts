/** The expected answer to a call. `text` is its message, or the detail of its problem. */
export type Expected = { status: number; text?: string; promotedUser?: string | undefined };

/** The life of an event or a user. */
export type Life = 'there' | 'deleting' | 'gone';

export const refused = (status: number, text: string): Expected => ({ status, text });
