const PEOPLE_PER_FUNNEL = 2000;
const MIN_FUNNELS = 4;
const MAX_FUNNELS = 32;

/** Twice the seats of an event is a usual crowd when nobody says what to expect. */
const USUAL_PEOPLE_PER_SEAT = 2;

/**
 * Returns the number of funnels of an event: one for every 2,000 people who are expected to come at once, at least 4 and
 * at most 32. A funnel is an item on which people who arrive in a crowd are counted by plain updates.
 *
 * An arrival costs one of the 1,000 write units that a funnel takes in a second, so that the people of one funnel are
 * counted in two seconds. A round that is closed costs a unit for each funnel, however few people came, so that
 * a small event has few. The 10,000 requests a second that an HTTP API lets through by default are some 300 for each of
 * 32 funnels. Crowds do not follow the capacity, so `expectedPeople` decides where an organiser gives it.
 */
export function funnelsFor(capacity: number, expectedPeople: number | undefined): number {
  const expected = expectedPeople ?? USUAL_PEOPLE_PER_SEAT * capacity;
  return Math.min(MAX_FUNNELS, Math.max(MIN_FUNNELS, Math.ceil(expected / PEOPLE_PER_FUNNEL)));
}
