import { createHash } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type Event, eventIn } from '../answers/eventAnswer.ts';
import { eventRefs } from '../answers/storedEvent.ts';
import { type Page, pageOfFound, startAfter } from '../core/paging.ts';
import { folded } from '../domain/folding.ts';
import { isDateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import * as eventLists from '../repositories/eventLists.ts';

type Query = RequestOf<'listEvents'>['query'];

/** A search examines at most 500 events for one page: one query and ten batch reads. */
const MAX_EXAMINED = 500;

/**
 * Lists events by date, from an index that may lag (rule 11). The index knows no texts: a search returns the matches
 * among the events that it examined, which may be none, and the next page goes on behind them.
 * @throws ApiError VALIDATION_FAILED
 */
export async function listEvents(query: Query): Promise<Page<Event>> {
  const list = listName(query);
  const after = startAfter(query, list, isDateEventId);
  const isSearch = query.organizer !== undefined || query.q !== undefined;
  const maxExamined = isSearch ? MAX_EXAMINED : query.limit;
  const ids = await eventLists.idsByDate(query, maxExamined + 1, after);
  const found = await batchGet(
    ids.slice(0, maxExamined).flatMap(({ eventId }) => eventRefs(eventId)),
    { consistent: false },
  );
  const isWanted = isFoundBy(query);
  const eventOf = ({ eventId }: { eventId: string }) => eventIn(found, eventId);
  const page = pageOfFound(
    ids,
    {
      limit: query.limit,
      maxExamined,
      isFound: id => {
        const event = eventOf(id);
        return event !== undefined && isWanted(event);
      },
    },
    list,
    ({ dateEventId }) => dateEventId,
  );
  return { items: page.items.map(eventOf) as Event[], cursor: page.cursor };
}

/** Returns the list's name, which differs for each search, since a cursor fits only its own search. */
function listName({ status, from, to, organizer, q, sort }: Query): string {
  const search = JSON.stringify([status, from, to, organizer, q, sort]);
  if (search === EVERYTHING) return 'events';
  return `events ${createHash('sha256').update(search).digest('base64url')}`;
}

const EVERYTHING = JSON.stringify([undefined, undefined, undefined, undefined, undefined, 'date']);

/** Returns the same name however Unicode writes it. */
const normalized = (name: string | undefined) => name?.normalize('NFKC');

/** Splits a text into words to search for. Accents alone are no word of any event. */
function wordsOf(text: string): string[] {
  const words = folded(text).split(/\s+/).filter(Boolean);
  return words.length > 0 ? words : [text];
}

function isFoundBy({ status, organizer, q = [] }: Query): (event: Event) => boolean {
  const words = q.flatMap(wordsOf);
  const wanted = normalized(organizer);
  return event => {
    if (status !== undefined && event.status !== status) return false;
    if (wanted !== undefined && normalized(event.organizer) !== wanted) return false;
    if (words.length === 0) return true;
    const texts = folded([event.title, event.description, event.location].join('\n'));
    return words.every(word => texts.includes(word));
  };
}
