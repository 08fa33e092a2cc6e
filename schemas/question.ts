import { text } from './common.ts';

/**
 * Questions that an organiser asks everybody who registers, and the answers to them. `ownRules` names functions of
 * lib/http/rules.ts, and the API document has them in words.
 */

const key = {
  type: 'string',
  pattern: '^[A-Za-z][A-Za-z0-9_]{0,39}$',
  description: 'The name of the answer, which no other question of the event has.',
  errorMessage: { pattern: 'must be a letter, and up to 39 more of A-Z a-z 0-9 _' },
} as const;

const type = { type: 'string', enum: ['text', 'number', 'boolean', 'choice'] } as const;

const required = { type: 'boolean', description: 'Whether people must answer it.' } as const;

const choices = {
  type: 'array',
  items: text(100),
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  description: 'The texts to choose from, for the type `choice` only, which needs them.',
} as const;

const maxLength = {
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  description: 'The most characters of an answer, for the type `text` only.',
} as const;

const label = text(200, 'The question as people read it.');

/** The API answers a question in this form. */
export const question = {
  type: 'object',
  additionalProperties: false,
  properties: { key, label, type, required, choices, maxLength },
  required: ['key', 'label', 'type', 'required'],
} as const;

/** An organiser sends a question in this form. A field that may be left out may be null. */
export const newQuestion = {
  type: 'object',
  additionalProperties: false,
  properties: {
    key,
    label,
    type,
    required: {
      ...required,
      type: ['boolean', 'null'],
      description: `${required.description} It is false unless given.`,
    },
    choices: { ...choices, type: ['array', 'null'] },
    maxLength: { ...maxLength, type: ['integer', 'null'] },
  },
  required: ['key', 'label', 'type'],
  ownRules: {
    hasItsChoices: 'must have choices if its type is choice, and none otherwise',
    hasItsLength: 'must have a maxLength only if its type is text',
  },
} as const;

/** A question for examples. */
const example = { key: 'meal', label: 'What will you eat?', type: 'choice', choices: ['meat', 'no meat'] };

/** The questions of an event, as it is made or changed. A page of a hundred events has to fit into an answer. */
export const questions = {
  type: 'array',
  items: newQuestion,
  maxItems: 20,
  description:
    'The questions that people are asked when they register: at most 16 KB, as JSON. An empty list asks nothing.',
  examples: [[], [example]],
  ownRules: {
    hasDifferentKeys: 'must have a different key for each question',
    fits16Kilobytes: 'must be at most 16384 bytes, as JSON',
  },
} as const;

/** The answers of somebody who registers. Which ones are right depends on the event, so that its questions decide. */
export const newAnswers = {
  type: 'object',
  additionalProperties: true,
  description:
    'The answers to the questions of the event, by their keys: a text, a number, true or false, or one of the choices. At most 4 KB, as JSON. A key that the event does not ask for breaks a rule.',
  examples: [{}],
  ownRules: { fits4Kilobytes: 'must be at most 4096 bytes, as JSON' },
} as const;

/** The API answers what somebody answered in this form. */
export const answers = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean'] },
  description: 'Their answers when they registered, if they gave any. Only they and organisers are told.',
} as const;
