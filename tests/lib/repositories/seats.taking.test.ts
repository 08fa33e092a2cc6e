import * as seats from '../../../lib/repositories/seats.ts';
import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { asSeenBefore, changes, queue, refuses, type WriteOf } from './seatsWrites.ts';

const none = { seat: 0, queue: 0 };
const sweep = { from: none, to: none, at: 0 };
const NOW = 1_800_000_000_000;
const [aMomentAgo, longerAgo] = [NOW - seats.CROWDED_MS, NOW - seats.CROWDED_MS - 1];

const takeSeat: WriteOf = item => seatsMoves.takeSeat(item, NOW);
changes('takeSeat', takeSeat, [
  ['takes the last seat', { registeredCount: 1 }, { registeredCount: 2 }],
  [
    'takes a seat while holds are open',
    { sweep, lastSeatHold: 1, registeredCount: 1 },
    { registeredCount: 2 },
  ],
  ['takes a seat when no crowd came a moment ago', { crowdAt: longerAgo }, { registeredCount: 1 }],
  ['takes a seat at the time when it opens', { opensAt: NOW, closesAt: NOW + 1 }, { registeredCount: 1 }],
]);
refuses('takeSeat', takeSeat, [
  ['refuses when every seat is taken', { registeredCount: 2 }],
  ['refuses while anyone waits, though a seat is free', { registeredCount: 1, waitlistCount: 1 }],
  ['refuses when the event is cancelled', { status: 'cancelled' }],
  ['refuses before it opens', { opensAt: NOW + 1 }],
  ['refuses at the time when it closes', { closesAt: NOW }],
  ['refuses when a crowd came a moment ago', { crowdAt: aMomentAgo }],
]);

const takeTicket: WriteOf = item => seatsMoves.takeTicket(item, NOW);
changes('takeTicket', takeTicket, [
  ['takes the first ticket', { registeredCount: 2 }, { waitlistCount: 1, lastTicket: 1 }],
  ['takes the next ticket', queue, { waitlistCount: 2, lastTicket: 6 }],
  [
    'takes a ticket while a seat is free for those who wait',
    { ...queue, registeredCount: 1 },
    { waitlistCount: 2, lastTicket: 6 },
  ],
  ['takes a ticket while a sweep is under way', { ...queue, sweep }, { waitlistCount: 2, lastTicket: 6 }],
  [
    'takes a ticket when no crowd came a moment ago',
    { ...queue, crowdAt: longerAgo },
    { waitlistCount: 2, lastTicket: 6 },
  ],
  [
    'takes the last ticket for a waitlist that has a capacity, just before it closes',
    { ...queue, waitlistCapacity: 2, opensAt: NOW, closesAt: NOW + 1 },
    { waitlistCount: 2, lastTicket: 6 },
  ],
]);
refuses('takeTicket', takeTicket, [
  ['refuses while a seat is free', { registeredCount: 1 }],
  ['refuses when the waitlist is switched off', { ...queue, hasWaitlist: false }],
  ['refuses when the event is completed', { ...queue, status: 'completed' }],
  ['refuses before it opens', { ...queue, opensAt: NOW + 1 }],
  ['refuses at the time when it closes', { ...queue, closesAt: NOW }],
  ['refuses when the waitlist is full', { ...queue, waitlistCapacity: 1 }],
  ['refuses when a crowd came a moment ago', { ...queue, crowdAt: aMomentAgo }],
]);

const another = { incarnation: 'another' };
const withoutSweep = ({ sweep: _, ...item }: seats.Item): seats.Item => item;
refuses('takeSeat at an event that was known', asSeenBefore(takeSeat, another), [
  ['refuses another one', {}],
]);
refuses('takeSeat at a known date', asSeenBefore(takeSeat, { date: 'x' }), [['refuses another date', {}]]);
for (const [what, before] of Object.entries({
  'another event': another,
  'another date': { date: 'x' },
  'a later ticket': { lastTicket: 4 },
  'a queue that somebody left': { waitlistCount: 2 },
  'a sweep that has ended': { sweep },
})) {
  refuses('takeTicket as it was seen', asSeenBefore(takeTicket, before), [[`refuses ${what}`, queue]]);
}
refuses('takeTicket as it was seen', item => seatsMoves.takeTicket(withoutSweep(item), NOW), [
  ['refuses a sweep that has begun', { ...queue, sweep }],
]);
