import { userPreconditionFailed } from '../../lib/core/refusals.ts';
import { user, users } from '../user.ts';
import type { Operation } from './operation.ts';

const ada = { userId: 'ada', name: 'Ada Lovelace', createdAt: '2026-11-22T09:00:01.000Z' };

const tag = 'Users';
const path = { userId: 'ada' };

export const userOperations = {
  createUser: {
    tag,
    summary: 'Make a user',
    description:
      'An id that is `deleted-` and a UUIDv4 stands for somebody who was deleted, and is taken. With access control, a body without a userId makes the caller a user.',
    answers: [
      {
        status: 201,
        description: 'The user.',
        body: user,
        headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      },
    ],
    errors: ['USER_ALREADY_EXISTS', 'USER_BEING_DELETED', 'USER_ID_RETIRED', 'TRY_AGAIN'],
    example: { body: { userId: 'ada', name: 'Ada Lovelace' }, answer: ada },
  },
  listUsers: {
    tag,
    summary: 'List users, in a stable order',
    follows: 'an index',
    answers: [{ status: 200, description: 'A page of users.', body: users, headers: ['Link'] }],
    errors: ['TRY_AGAIN'],
    example: { answer: [ada] },
  },
  getUser: {
    tag,
    summary: 'Read a user',
    answers: [{ status: 200, description: 'The user.', body: user, headers: ['ETag'] }],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: { path, answer: ada },
  },
  updateUser: {
    tag,
    summary: 'Rename a user',
    description: 'An empty body changes nothing.',
    answers: [{ status: 200, description: 'The user.', body: user, headers: ['ETag'] }],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    refusals: [userPreconditionFailed()],
    example: { path, body: { name: 'Ada King' }, answer: { ...ada, name: 'Ada King' } },
  },
  deleteUser: {
    tag,
    summary: 'Delete a user, who leaves every event that is not completed',
    description:
      'It takes effect at once for every reader of the user. A second or so later each seat has gone to the head of its waitlist. Registrations at completed events, whose counts do not change, and history entries stay under `deleted-<uuid>`, another one for each deletion. The next owner of the id sees nothing of it.',
    answers: [{ status: 204, description: 'The user is gone.' }],
    errors: ['USER_NOT_FOUND', 'TRY_AGAIN'],
    example: { path },
  },
} satisfies Record<string, Operation>;
