import type { Answer, TestRequest } from '../../tests/support/api/invoke.ts';

/** Sends a request to a system. */
export type Ask = (request: TestRequest) => Promise<Answer>;

/** A registration as a system lists it. */
export type Row = { userId: string; status: 'registered' | 'waitlisted' };

/** What a system tells of an event: its counters, and all of its registrations in their order. */
export type Ledger = { registeredCount: number; waitlistCount: number; rows: Row[] };

/** Reads what a system tells of an event, by its API. */
export async function ledgerOf(ask: Ask, eventId: string): Promise<Ledger> {
  const { registeredCount, waitlistCount } = await ok(
    ask({ rawPath: `/events/${eventId}`, path: { eventId } }),
  );
  const rows: Row[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const answer = await ask({
      rawPath: `/events/${eventId}/registrations`,
      path: { eventId },
      query: Object.fromEntries(new URLSearchParams(next)),
    });
    rows.push(...(await ok(Promise.resolve(answer))));
    next = /<\?(.*)>; rel="next"/.exec(answer.headers.link ?? '')?.[1];
  }
  return { registeredCount, waitlistCount, rows };
}

async function ok(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`Expected a 200, got ${status}: ${JSON.stringify(body)}`);
  return body;
}
