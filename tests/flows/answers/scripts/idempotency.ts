import { makeEvent, makeUser, makeUsers, register, type Step, unregister, update } from '../script.ts';

const [ada, ben] = ['key-ada', 'key-ben'] as const;

const under = (key: string, step: Step): Step => ({
  ...step,
  headers: { 'Idempotency-Key': `answers ${key}` },
});

const nameless = (name: string): Step => ({ ask: 'POST /users', body: { name } });

const registration = (userId: string, eventId = 'key'): Step => ({
  ask: `POST /events/${eventId}/registrations`,
  body: { userId },
});

const enter = (userId: string): Step => ({ ask: `POST /events/key/registrations/${userId}/check-in` });

const keyed = (key: string, step: Step): Step => ({ ...step, headers: { 'Idempotency-Key': key } });

/** Sends requests again under the same key. */
export const idempotency: Step[] = [
  under('user', nameless('Once')),
  under('user', nameless('Once')),
  under('user', nameless('Twice')),
  under('other user', nameless('Once')),
  ...makeUsers(ada, ben),
  under('taken user', makeUser(ada)),
  under('taken user', makeUser('key-free')),

  under('event', makeEvent('', { eventId: undefined })),
  under('event', makeEvent('', { eventId: undefined })),
  under('event', makeEvent('', { eventId: undefined, capacity: 3 })),
  under('user', makeEvent('key-wrong')),
  under('named event', makeEvent('key')),
  update('key', { title: 'New' }),
  under('named event', makeEvent('key')),

  under('seat', registration(ada)),
  under('seat', registration(ada)),
  under('seat', { ...registration(ada), ask: 'POST /events/key/register' }),
  under('seat', registration(ben)),
  under('seat', registration(ada, 'key-missing')),
  under('second seat', registration(ada)),
  under('door', enter(ada)),
  under('door', enter(ada)),
  enter(ada),
  under('second door', enter(ada)),
  under('second door', enter(ada)),
  under('door', enter(ben)),
  { ask: `DELETE /events/key/registrations/${ada}/check-in` },
  under('door', enter(ada)),
  unregister('key', ada),
  under('seat', registration(ada)),
  ...register('key', ada),

  under('missing', registration('key-missing')),
  under('missing', registration(ben)),
  under('broken', { ask: 'POST /users', body: {} }),
  keyed('', nameless('Once')),
  keyed('x'.repeat(256), nameless('Once')),
  keyed('x'.repeat(255), nameless('Once')),
  keyed('kéy', nameless('')),
];
