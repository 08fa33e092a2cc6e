import { admit, type Seats } from '../../lib/waitlist.ts';

const seats = (fields: Partial<Seats> = {}): Seats => ({
  status: 'active',
  capacity: 2,
  hasWaitlist: true,
  registeredCount: 0,
  waitlistCount: 0,
  lastTicket: 0,
  ...fields,
});

test('gives a newcomer a free seat while nobody waits', () => {
  expect(admit(seats())).toEqual({ kind: 'seat', after: seats({ registeredCount: 1 }) });
});
