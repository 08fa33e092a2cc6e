import { entityTag } from './entityTag.ts';
import { LIST_TYPES } from './lists.ts';

/** A list that is JSON or CSV has these headers. After the negotiation, `accept` is the chosen type. */
export const listHeaders = {
  type: 'object',
  properties: { accept: { type: 'string', maxLength: 1000, enum: LIST_TYPES } },
  required: ['accept'],
} as const;

/** These headers describe how a body is written. */
export const bodyHeaders = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', maxLength: 1000 },
    'content-encoding': { type: 'string', maxLength: 1000 },
  },
} as const;

/** A browser sends this header in a preflight. */
export const preflightHeaders = {
  type: 'object',
  properties: { 'access-control-request-headers': { type: 'string', maxLength: 8192 } },
} as const;

/** Every POST has these headers. */
export const postHeaders = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      pattern: '^[\\x20-\\x7e]{1,255}$',
      description: 'Chosen by the client: the same request with the same key is carried out once.',
      errorMessage: { pattern: 'must be 1 to 255 printable ASCII characters' },
    },
  },
} as const;

/**
 * Elements of a list may be empty (RFC 9110, 5.6.1). Speed: each text matches in one way only, which takes linear
 * time.
 */
const ENTITY_TAGS = `[\\t ,]*${entityTag}(?:[\\t ]*,[\\t ,]*${entityTag})*[\\t ,]*`;

const tagsOrAny = (description: string) =>
  ({
    type: 'string',
    maxLength: 8192,
    description,
    pattern: `^(?:\\*|${ENTITY_TAGS})$`,
    errorMessage: { pattern: 'must be * or a list of entity tags in double quotes' },
  }) as const;

/** A change that may depend on what the client has seen has these headers (RFC 9110, 13.1.1). */
export const conditionalHeaders = {
  type: 'object',
  properties: {
    'if-match': tagsOrAny('The ETag of the version that the change is meant for, or `*` for any.'),
  },
} as const;

/** A read that many repeat has these headers (RFC 9110, 13.1.2). */
export const pollHeaders = {
  type: 'object',
  properties: {
    'if-none-match': tagsOrAny(
      'The ETag of an answer that the client has, or `*` for any: if it is still true, a 304 says so.',
    ),
  },
} as const;
