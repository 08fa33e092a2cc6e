import { isAnswered, makeEvent, makeUser, read, reads, register, type Step } from '../script.ts';

const make = (body: object): Step => ({ ask: 'POST /users', body });

const rename = (userId: string, body: object | string, headers: Record<string, string> = {}): Step => ({
  ask: `PUT /users/${userId}`,
  body,
  headers,
});

/** Makes, reads, renames, lists and deletes users. */
export const users: Step[] = [
  makeUser('users-ada', 'Ada'),
  makeUser('users-ada', 'Another one'),
  make({ userId: 'users-ben', name: 'Bén 🎉', createdAt: 'x', unknown: [1] }),
  make({ name: 'Without an id' }),
  ...read('/users/{id}'),
  make({ userId: null, name: 'Without an id' }),
  { ask: 'DELETE /users/{id}' },
  make({ userId: 'deleted-00000000-0000-4000-8000-000000000000', name: 'Ada' }),
  make({}),
  make({ userId: 'no id!', name: ' ' }),
  make({ userId: '', name: '' }),
  make({ userId: 'x'.repeat(129), name: 'x'.repeat(201) }),
  make({ userId: 5, name: { first: 'Ada' } }),
  make({ name: null }),
  { ...makeUser('users-query'), ask: 'POST /users?unknown=1' },

  ...read('/users/users-ada'),
  ...read('/users/users-missing'),
  ...reads('/users/no%20id', '/users/users-ada?unknown=1'),

  rename('users-ada', {}),
  rename('users-ada', { name: null, userId: 'users-ben', unknown: 1 }, { 'If-Match': '{etag}' }),
  rename('users-ada', { name: 'Ada King', createdAt: 'x' }, { 'If-Match': '{etag}' }),
  ...read('/users/users-ada'),
  rename('users-ada', { name: 'Ada' }, { 'If-Match': '"other"' }),
  rename('users-ada', { name: 'Ada' }, { 'If-Match': 'W/{etag}' }),
  rename('users-ada', { name: 'Ada Lovelace' }, { 'If-Match': '*' }),
  rename('users-missing', { name: 'Ada' }, { 'If-Match': '"other"' }),
  rename('no%20id', { name: ' ' }, { 'If-Match': 'other' }),
  rename('users-ada', { name: 5 }),
  rename('users-ada', '{'),
  { ...rename('users-ada', { name: 'Ada' }), ask: 'PUT /users/users-ada?unknown=1' },

  ...read('/users?limit=1', { hidesBody: true }),
  { ask: 'GET /users{link}', hidesBody: true },
  ...reads(
    '/users?limit=0&cursor=x',
    '/users?limit=101&unknown=1',
    '/users?cursor=a%20b&limit=1&limit=1',
    '/events?from=4323-01-01&to=4323-12-31&cursor=dXNlcnMgeA',
  ),

  { ask: 'POST /users/users-ada/calendar-feed' },
  { ask: 'POST /users/users-missing/calendar-feed' },
  { ask: 'POST /users/no%20id/calendar-feed' },
  { ask: 'POST /users/users-ada/calendar-feed?unknown=1' },

  { ask: 'DELETE /users/users-ben' },
  { ask: 'DELETE /users/users-ben' },
  { ask: 'DELETE /users/users-missing' },
  { ask: 'DELETE /users/no%20id' },
  ...read('/users/users-ben'),
  { ...makeUser('users-ben', 'Next'), until: isAnswered(201) },

  makeEvent('users-event'),
  {
    ...makeUser('users-cleo', 'Next'),
    prelude: [
      { ask: 'DELETE /users/users-cleo' },
      { ...makeUser('users-cleo', 'Cleo'), until: isAnswered(201) },
      ...register('users-event', 'users-cleo'),
      { ask: 'DELETE /users/users-cleo' },
    ],
    until: isAnswered(409),
  },
  { ...makeUser('users-cleo', 'Next'), until: isAnswered(201) },
  ...reads('/users/users-cleo/registrations', '/users/users-cleo/history'),
];
