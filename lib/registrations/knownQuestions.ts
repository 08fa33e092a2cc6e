import { isInList } from '../domain/eventLists.ts';
import type { Question } from '../domain/questions.ts';
import { batchGet } from '../dynamo/read.ts';
import * as events from '../repositories/events.ts';
import type * as seats from '../repositories/seats.ts';

/** A process that meets more questionnaires than this forgets the one that it read first. */
const MAX_KNOWN = 200;

const known = new Map<string, Question[]>();

type Asking = Pick<seats.Known, 'eventId' | 'questionsVersion'>;

const nameOf = ({ eventId, questionsVersion }: Asking) => `${eventId} ${questionsVersion}`;

/** Returns the questions of an event as it is known, if this process has read them. Without a version there are none. */
export const knownQuestions = (event: Asking): Question[] | undefined =>
  event.questionsVersion === undefined ? [] : known.get(nameOf(event));

/**
 * Reads the questions of an event, and remembers them under their version. Returns `undefined` when there is no such
 * event. Speed: the item that people read has them, so that nobody is in the way of those who take seats.
 */
export async function readQuestions(
  eventId: string,
  consistent: boolean,
  { isDraftSkipped = false } = {},
): Promise<Question[] | undefined> {
  const ref = events.ref(eventId);
  const item = (await batchGet([ref], { consistent }))(ref);
  if (!item || !events.isListed(item) || (isDraftSkipped && isInList(item, 'draft'))) return undefined;
  const { questions = [], questionsVersion } = item;
  if (questionsVersion !== undefined) remember(nameOf({ eventId, questionsVersion }), questions);
  return questions;
}

function remember(name: string, questions: Question[]): void {
  known.set(name, questions);
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}
