import * as seatsMoves from '../../../lib/repositories/seatsMoves.ts';
import { changes, refuses, type WriteOf } from './seatsWrites.ts';

const fillVacancies: WriteOf = item =>
  seatsMoves.fillVacancies({ ...item, capacity: 5 }, 3, { ticket: 7, isQueueEmpty: false });
const vacant = { capacity: 5, registeredCount: 2, waitlistCount: 4, lastTicket: 9 };
changes('fillVacancies', fillVacancies, [
  ['moves people from the queue to seats', vacant, { registeredCount: 5, waitlistCount: 1, floor: 7 }],
]);
refuses('fillVacancies', fillVacancies, [
  ['refuses more people than there are free seats', { ...vacant, registeredCount: 3 }],
  ['refuses when the capacity has changed', { ...vacant, capacity: 6 }],
  ['refuses while the floor is as high', { ...vacant, floor: 7 }],
  ['refuses when the event is cancelled', { ...vacant, status: 'cancelled' }],
]);
