import { makeEvent, makeUsers, reads, register, type Step, unregister, update } from '../script.ts';

const people = ['ada', 'ben', 'cleo', 'dan'].map(name => `terms-${name}`);
const [ada = '', ben = '', cleo = '', dan = ''] = people;

const [PAST, FUTURE] = ['2001-01-01T00:00:00Z', '2099-01-01T01:00:00+01:00'];
const handOn = (userId: string, to: string, headers?: Record<string, string>): Step => ({
  ask: `POST /events/terms/registrations/${userId}/transfer`,
  body: { to },
  ...(headers && { headers }),
});
const keyed = { 'Idempotency-Key': 'terms-key' };

/** Sets when people register and leave, and how many may wait, and hands seats on. */
export const organisers: Step[] = [
  ...makeUsers(...people),
  makeEvent('terms', { capacity: 1, hasWaitlist: true, opensAt: FUTURE, waitlistCapacity: 1 }),
  ...reads('/events/terms', '/events/terms/availability'),
  ...register('terms', ada),
  update('terms', { opensAt: PAST, closesAt: FUTURE }),
  ...register('terms', ada, ben, cleo, ada, ben),
  update('terms', { closesAt: PAST }),
  ...register('terms', cleo, ada),
  update('terms', { opensAt: null, closesAt: null, waitlistCapacity: null }),
  ...register('terms', cleo),

  handOn(ada, ben),
  handOn(ada, ada),
  handOn(ben, dan),
  handOn(dan, ada),
  handOn(ada, 'terms-missing'),
  handOn(ada, dan, keyed),
  handOn(ada, dan, keyed),
  handOn(ada, ben, keyed),
  handOn(ada, dan),
  ...reads('/events/terms', '/events/terms/registrations'),
  { ask: `POST /events/terms/registrations/${dan}/check-in` },
  handOn(dan, ada),
  { ask: `DELETE /events/terms/registrations/${dan}/check-in` },
  update('terms', { leaveUntil: PAST }),
  handOn(dan, ada),
  unregister('terms', dan),
  unregister('terms', cleo),
  update('terms', { leaveUntil: FUTURE }),
  unregister('terms', dan),
  ...reads('/events/terms', '/events/terms/registrations'),
];
