import { isUnicode, isVisible } from './texts.ts';

/** A question that an organiser asks everybody who registers. */
export type Question = {
  key: string;
  label: string;
  type: 'text' | 'number' | 'boolean' | 'choice';
  required: boolean;
  choices?: string[];
  maxLength?: number;
};

/** A question as it is sent: a field that may be left out may be null. */
type Sent = Omit<Question, 'required' | 'choices' | 'maxLength'> & {
  required?: boolean | null | undefined;
  choices?: string[] | null | undefined;
  maxLength?: number | null | undefined;
};

/** The answers of somebody, by the keys of the questions. */
export type Answers = Record<string, string | number | boolean>;

/** Returns the questions that an event asks, or `undefined` when it asks nothing. */
export function questionsOf(sent: readonly Sent[] | null | undefined): Question[] | undefined {
  if (!sent?.length) return undefined;
  return sent.map(({ key, label, type, required, choices, maxLength }) => ({
    key,
    label,
    type,
    required: required ?? false,
    ...(choices && { choices }),
    ...(typeof maxLength === 'number' && { maxLength }),
  }));
}

/** Returns the answers that were given, or `undefined` when there are none. Null stands for no answer. */
export function givenAnswers(sent: object | undefined): object | undefined {
  const given = Object.entries(sent ?? {}).filter(([, value]) => value !== null);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** An answer that breaks a rule, and the rule. */
export type BrokenAnswer = { key: string; message: string };

/** Checks answers by the questions of an event. Returns every rule that they break, in the order of the questions. */
export function brokenAnswers(questions: Question[], answers: object = {}): BrokenAnswer[] {
  const given = new Map<string, unknown>(Object.entries(answers));
  const wrong = questions.flatMap(question => {
    const { key, required } = question;
    const missing = required ? ['is required'] : [];
    const messages = given.has(key) ? messagesAbout(given.get(key), question) : missing;
    return messages.map(message => ({ key, message }));
  });
  const known = new Set(questions.map(({ key }) => key));
  const unknown = [...given.keys()].filter(key => !known.has(key));
  return [...wrong, ...unknown.map(key => ({ key, message: 'is not known here' }))];
}

function messagesAbout(answer: unknown, { type, choices = [], maxLength }: Question): string[] {
  switch (type) {
    case 'number':
      return Number.isFinite(answer) ? [] : ['must be number'];
    case 'boolean':
      return typeof answer === 'boolean' ? [] : ['must be boolean'];
    case 'choice':
      if (typeof answer !== 'string') return ['must be string'];
      return choices.includes(answer) ? [] : [`must be one of: ${choices.join(', ')}`];
    case 'text':
      return typeof answer === 'string' ? messagesAboutText(answer, maxLength) : ['must be string'];
  }
}

/** The rules of a text, told as those of other texts. */
const messagesAboutText = (text: string, maxLength = Number.POSITIVE_INFINITY): string[] => [
  ...(text === '' ? ['must NOT have fewer than 1 characters'] : []),
  ...([...text].length > maxLength ? [`must NOT have more than ${maxLength} characters`] : []),
  ...(isVisible(text) ? [] : ['must show something: it has only white space or invisible characters']),
  ...(isUnicode(text) ? [] : ['must be valid Unicode']),
];
