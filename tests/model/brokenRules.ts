import { violationsOf } from '../support/records/violations.ts';
import type { Call, Change } from './history.ts';
import { falsePromotions, queueJumpers, wrongOrders } from './historyChecks.ts';
import { contradictions, endsOf } from './linearisable.ts';

type Row = { userId: string; status: string; registrationId: string };

/** What breaks the rules in the history of an event and in its rows at the end. */
export const brokenRules = async (eventId: string, calls: Call[], changes: Change[], rows: Row[]) => ({
  contradictions: contradictions(calls, endsOf(rows)),
  queueJumpers: queueJumpers(calls, changes),
  wrongOrders: wrongOrders(calls, rows),
  falsePromotions: falsePromotions(calls, changes),
  violations: await violationsOf(eventId),
});

export const NOTHING_BROKEN: Awaited<ReturnType<typeof brokenRules>> = {
  contradictions: [],
  queueJumpers: [],
  wrongOrders: [],
  falsePromotions: [],
  violations: [],
};
