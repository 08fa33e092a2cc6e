/** Ajv takes these as the rules that schemas/ may name. A value of a wrong type breaks another rule. */

type Question = { key?: unknown; type?: unknown; choices?: unknown; maxLength?: unknown };

const isObject = (value: unknown): value is Question => typeof value === 'object' && value !== null;

/** Returns whether a question has choices if they belong to its type, and only then. */
export const hasItsChoices = (question: unknown): boolean =>
  !isObject(question) || (question.type === 'choice') === ((question.choices ?? undefined) !== undefined);

/** Returns whether a question has a length only if that belongs to its type. */
export const hasItsLength = (question: unknown): boolean =>
  !isObject(question) || question.type === 'text' || (question.maxLength ?? undefined) === undefined;

/** Returns whether no two questions have the same key. */
export const hasDifferentKeys = (questions: unknown): boolean => {
  if (!Array.isArray(questions)) return true;
  const keys = questions.flatMap(question => (isObject(question) ? [question.key] : []));
  return new Set(keys).size === keys.length;
};

/** Returns whether a body has one of the two lists of those to check in, and not the other. */
export const hasOneList = (body: unknown): boolean =>
  !isObject(body) || 'userIds' in body !== 'checkIns' in body;

const fits = (value: unknown, maxBytes: number): boolean =>
  !isObject(value) || Buffer.byteLength(JSON.stringify(value)) <= maxBytes;

export const fits16Kilobytes = (value: unknown): boolean => fits(value, 16_384);
export const fits4Kilobytes = (value: unknown): boolean => fits(value, 4096);
