import { handler } from '../../../functions/registerForEvent.ts';
import { invoke, type TestRequest } from '../api/invoke.ts';
import { QUESTIONS } from '../api/questions.ts';
import { anEvent } from './records.ts';

export { ANSWERS, QUESTIONS } from '../api/questions.ts';

/** Creates an event that asks questions. Returns its id. */
export const anAskingEvent = (fields: object = {}): Promise<string> =>
  anEvent({ questions: QUESTIONS, ...fields });

/** Registers somebody with these answers. */
export const answer = (eventId: string, userId: string, answers?: object, request: TestRequest = {}) =>
  invoke(handler, { method: 'POST', path: { eventId }, body: { userId, answers }, ...request });
