import { targetLine } from '../figures.ts';
import { countOvertakers } from '../order.ts';
import type { Api } from './api.ts';
import type { Answered, Drop } from './drop.ts';

type Row = { userId: string; status: 'registered' | 'waitlisted' };

/** Reads the registrations of an event, seats first and then the waitlist in its order. */
async function rowsOf(api: Api, eventId: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page: string | undefined = `events/${eventId}/registrations`; page; ) {
    const { body, next } = await api.ensure([200], 'GET', page);
    rows.push(...body);
    page = next;
  }
  return rows;
}

/** A promise of the service, whether it was kept, and the figures. */
type Finding = { isKept: boolean; text: string };

/**
 * Checks through the API that nobody has a seat too many, that everybody has what they were told, and that nobody
 * overtook somebody who had been told to wait before.
 */
export async function checkDrop(
  api: Api,
  { eventId }: Drop,
  seats: number,
  answered: Answered[],
): Promise<Finding[]> {
  const rows = await rowsOf(api, eventId);
  const { body: event } = await api.ensure([200], 'GET', `events/${eventId}`);
  const { registeredCount, waitlistCount } = event;
  const waiting = rows.filter(({ status }) => status === 'waitlisted');
  const seated = rows.length - waiting.length;
  const statusOf = new Map(rows.map(({ userId, status }) => [userId, status]));
  const told = answered.filter(({ reply }) => reply.status === 201);
  const lost = told.filter(({ userId, reply }) => statusOf.get(userId) !== reply.body.status).length;
  const overtakers = overtakersOf(rows, answered);
  return [
    { isKept: seated <= seats, text: `the event is not oversold (${seated} people have ${seats} seats)` },
    {
      isKept: registeredCount >= seated && waitlistCount >= waiting.length,
      text: `counters are not below the rows (${registeredCount} for ${seated}, ${waitlistCount} for ${waiting.length})`,
    },
    { isKept: lost === 0, text: `everybody has what they were told (${lost} of ${told.length} do not)` },
    {
      isKept: overtakers === 0,
      text: `nobody overtakes somebody who was told to wait before (${overtakers})`,
    },
  ];
}

/** Counts the people who overtook others. A rank in the waitlist is as good as a ticket, and a seat comes before all. */
function overtakersOf(rows: Row[], answered: Answered[]): number {
  const ranks = new Map<string, number>();
  let waiting = 0;
  for (const { userId, status } of rows) {
    if (status === 'waitlisted') waiting += 1;
    ranks.set(userId, waiting);
  }
  return countOvertakers(
    answered.map(({ reply, ...one }) => ({
      ...one,
      isToldToWait: reply.status === 201 && reply.body.status === 'waitlisted',
    })),
    ranks,
  );
}

export const findingLine = ({ isKept, text }: Finding): string => targetLine(isKept, text);
