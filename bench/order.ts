/** A person whose request was sent and answered at these times. */
export type Sent = { userId: string; sentAt: number; answeredAt: number; isToldToWait: boolean };

/**
 * Counts the people who were sent after somebody else had been answered "waitlisted", and yet are in front of that person
 * (rules 4 and 5). `tickets` has those of everybody who has a place, 0 for a seat at once. It compares every pair: the
 * requests come by the time at which they were sent, and each meets the highest ticket that was answered before.
 */
export function countOvertakers(people: Sent[], tickets: Map<string, number>): number {
  const placed = people.flatMap(one => {
    const ticket = tickets.get(one.userId);
    return ticket === undefined ? [] : [{ ...one, ticket }];
  });
  const told = placed.filter(one => one.isToldToWait).sort((one, other) => one.answeredAt - other.answeredAt);
  let [toldBefore, highest, overtakers] = [0, Number.NEGATIVE_INFINITY, 0];
  for (const { sentAt, ticket } of placed.sort((one, other) => one.sentAt - other.sentAt)) {
    for (let next = told[toldBefore]; next && next.answeredAt < sentAt; next = told[toldBefore]) {
      highest = Math.max(highest, next.ticket);
      toldBefore += 1;
    }
    if (ticket < highest) overtakers += 1;
  }
  return overtakers;
}
