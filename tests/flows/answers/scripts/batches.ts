import { makeEvent, makeUsers, reads, register, type Step } from '../script.ts';

const people = ['ada', 'ben', 'cleo', 'dan'].map(name => `many-${name}`);
const [ada = '', ben = '', cleo = '', dan = ''] = people;

const batch = (path: string, body: object | string, headers: Record<string, string> = {}): Step => ({
  ask: `POST /events/${path}/batch`,
  body,
  headers,
});
const guests = (...userIds: unknown[]) => batch('many/registrations', { userIds });
const door = (body: object | string, key?: string) =>
  batch('many/check-ins', body, key ? { 'Idempotency-Key': key } : {});

/** Registers and checks in many people at once. */
export const batches: Step[] = [
  ...makeUsers(...people),
  makeEvent('many', { capacity: 2, hasWaitlist: true }),
  ...register('many', ben),
  guests(ada, 'many-missing', ben, cleo),
  ...reads('/events/many/registrations'),
  ...[1, 2].map(() =>
    batch('many/registrations', { userIds: [dan, ada], unknown: 1 }, { 'Idempotency-Key': 'many-guests' }),
  ),
  batch('many/registrations', { userIds: [dan] }, { 'Idempotency-Key': 'many-guests' }),
  guests(),
  guests(ada, ada),
  guests(ada, 'no id!', null),
  guests(...Array.from({ length: 101 }, (_, n) => `many-${n}`)),
  batch('many/registrations', {}),
  batch('many/registrations', '['),
  batch('many-missing/registrations', { userIds: [ada] }),
  {
    ...batch('no%20id/registrations', { userIds: null }),
    ask: 'POST /events/no%20id/registrations/batch?x=1',
  },

  ...[1, 2].map(() => door({ userIds: [cleo, ada, 'many-missing'] }, 'many-door')),
  door({ checkIns: [{ userId: ada }, { userId: ben, checkedInAt: null, unknown: 1 }, { userId: ben }] }),
  door({ userIds: [ada], checkIns: null }),
  door({ userIds: [ada] }, 'many-door'),
  door({}),
  door({ userIds: [ada], checkIns: [{ userId: ada }] }),
  door({ checkIns: [{ userId: ada, checkedInAt: '2001-01-01T09:00:00Z' }] }),
  door({ checkIns: [{ userId: ada, checkedInAt: '9999-01-01T09:00:00Z' }, { checkedInAt: 'today' }, 5] }),
  batch('many-missing/check-ins', { userIds: [ada] }),
  ...reads('/events/many', '/events/many/registrations'),
];
