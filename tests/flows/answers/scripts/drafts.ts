import { makeEvent, makeUser, read, reads, register, type Step, unregister, update } from '../script.ts';

const list = (query: string) => `/events?from=4323-01-01&to=4323-12-31${query}`;
const date = '4323-05-01';

/** Prepares an event as a draft, publishes it, and tries to take it back. */
export const drafts: Step[] = [
  makeEvent('plan', { status: 'draft', date }),
  makeUser('plan-ada'),
  ...read('/events/plan'),
  ...reads('/events/plan/availability', '/events/plan/calendar.ics', '/events/plan/registrations'),
  ...reads(list(''), list('&status=draft'), list('&status=active')),
  ...register('plan', 'plan-ada'),
  unregister('plan', 'plan-ada'),
  update('plan', { status: 'draft' }),
  update('plan', { status: 'active' }),
  ...reads(list(''), list('&status=draft')),
  update('plan', { status: 'draft' }),
  update('plan', { status: 'active' }),
  ...register('plan', 'plan-ada'),
  update('plan', { status: 'draft', title: 'Another' }),
  unregister('plan', 'plan-ada'),
  update('plan', { status: 'draft' }),
  ...read('/events/plan'),
];
