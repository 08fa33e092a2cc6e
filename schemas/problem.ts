import { timestamp } from './common.ts';

/** A request broke this rule. `path` points at the value, such as `/body/title`. */
export const brokenRule = {
  type: 'object',
  additionalProperties: false,
  properties: { path: { type: 'string' }, message: { type: 'string' } },
  required: ['path', 'message'],
} as const;

/** The API answers an error in this form (RFC 9457). */
export const problem = {
  type: 'object',
  additionalProperties: false,
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'One readable sentence.' },
    code: { type: 'string', pattern: '^[A-Z]+(_[A-Z]+)*$', description: 'A stable word, to decide by.' },
    requestId: {
      type: 'string',
      description: 'The id of this request, to quote to whoever runs the service: their log has it.',
    },
    opensAt: { ...timestamp, description: 'When people may register, with `REGISTRATION_NOT_OPEN`.' },
    closesAt: { ...timestamp, description: 'When registration closed, with `REGISTRATION_NOT_OPEN`.' },
    leaveUntil: { ...timestamp, description: 'Until when seats could be given up, with `LEAVING_CLOSED`.' },
    errors: {
      type: 'array',
      minItems: 1,
      description: 'Every broken rule of a request, with its place.',
      items: brokenRule,
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
} as const;

/** The gateway answers like this when more requests come than it lets through. */
export const tooManyRequests = {
  type: 'object',
  description: 'What the gateway answers by itself, which is no problem.',
  required: ['message'],
  properties: { message: { type: 'string' } },
} as const;
