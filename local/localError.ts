/** The person at the keyboard can fix this failure: its message says how. */
export class LocalError extends Error {}
