import { createHash } from 'node:crypto';
import type { RequestOf } from '../../schemas/requests.ts';
import { type Event, eventAnswer } from '../answers/eventAnswer.ts';
import { withSeats } from '../answers/storedEvent.ts';
import { MAX_SKIPPED_PER_PAGE, type Page, pageOfFound, startAfter } from '../core/paging.ts';
import { type FindSight, isShown, type Sight } from '../domain/drafts.ts';
import { isInList } from '../domain/eventLists.ts';
import { folded } from '../domain/folding.ts';
import { isDateEventId } from '../domain/sortKeys.ts';
import { batchGet } from '../dynamo/read.ts';
import * as eventLists from '../repositories/eventLists.ts';
import type * as events from '../repositories/events.ts';
import * as seats from '../repositories/seats.ts';

type Query = RequestOf<'listEvents'>['query'];

/** A search examines at most 500 events for one page. */
const MAX_EXAMINED = 500;

/**
 * Returns how many events a page examines, in turns. The second turn of a list is for events that the index still
 * shows, and that are gone: only with more than a hundred of them a page has fewer events than its limit.
 */
const turnsOf = ({ organizer, q, series, status, limit }: Query): number[] =>
  organizer !== undefined || q !== undefined || (series !== undefined && status !== undefined)
    ? [MAX_EXAMINED]
    : [limit, MAX_SKIPPED_PER_PAGE];

const ALL: Sight = { kind: 'all' };

/**
 * Lists events by date, from an index that may lag (rule 11). The index has their texts, and no counts: these are read
 * for the events of the page alone. A search returns the matches among the events that it examined, which may be none,
 * and the next page goes on behind them. Drafts are in no list but their own, which has those of which the request may
 * know.
 * @throws ApiError VALIDATION_FAILED
 */
export async function listEvents(query: Query, findSight: FindSight): Promise<Page<Event>> {
  const list = listName(query);
  const after = startAfter(query, list, isDateEventId);
  const sight = query.status === 'draft' ? await findSight() : ALL;
  if (sight.kind === 'none') return { items: [], cursor: undefined };
  const asked = { ...query, ownerId: sight.kind === 'own' ? sight.ownerId : undefined };
  const first = await eventLists.firstOfSeries(asked);
  const range = { ...asked, first };
  const isMatch = isFoundBy(query, first);
  const found = new Map<string, Event>();
  const examined: events.Item[] = [];
  let next: events.Item | undefined;
  for (const turn of turnsOf(query)) {
    const listed = await eventLists.byDate(range, turn + 1, examined.at(-1)?.dateEventId ?? after);
    next = listed[turn];
    examined.push(...listed.slice(0, turn));
    const matches = listed.slice(0, turn).filter(isMatch);
    for (const event of await existing(matches, query, sight, query.limit - found.size)) {
      found.set(event.eventId, event);
    }
    if (!next || found.size >= query.limit) break;
  }
  const page = pageOfFound(
    next ? [...examined, next] : examined,
    {
      limit: query.limit,
      maxExamined: examined.length,
      isFound: ({ eventId }) => found.has(eventId),
    },
    list,
    ({ dateEventId }) => dateEventId,
  );
  return { items: page.items.map(({ eventId }) => found.get(eventId) as Event), cursor: page.cursor };
}

/**
 * Returns the first of these events that exist and have the status: at least `limit`, if there are so many. Mostly one
 * read is enough, and each further one is of a hundred.
 */
async function existing(
  matches: events.Item[],
  { status }: Query,
  sight: Sight,
  limit: number,
): Promise<Event[]> {
  const isListed = (event: Event) =>
    (status === undefined ? event.status !== 'draft' : event.status === status) && isShown(sight, event);
  const found: Event[] = [];
  for (let [read, size] = [0, limit]; found.length < limit && read < matches.length; ) {
    const some = matches.slice(read, read + size);
    const lookup = await batchGet(
      some.map(({ eventId }) => seats.ref(eventId)),
      { consistent: false },
    );
    const stored = some.flatMap(details => withSeats(details, lookup) ?? []);
    found.push(...stored.map(eventAnswer).filter(isListed));
    [read, size] = [read + size, MAX_SKIPPED_PER_PAGE];
  }
  return found;
}

/** Returns the list's name, which differs for each search, since a cursor fits only its own search. */
function listName({ status, from, to, organizer, q, sort, series }: Query): string {
  const search = JSON.stringify([status, from, to, organizer, q, sort, ...(series ? [series] : [])]);
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

/**
 * Returns whether an event is in a series. `first` is the event with the id of the series, if it is there. Correctness:
 * that may be another one than the one that was copied. Copies of the former one are not of its series.
 */
const isOfSeries = (series: string, first: events.Item | undefined, details: events.Item): boolean =>
  details.eventId === first?.eventId ||
  (details.seriesId === series && (!first || details.seriesSince === first.createdAt));

/**
 * Returns what finds the events that have the organizer and the words of a search, and are of the series and have the
 * status, where the part of the index has others too.
 */
function isFoundBy(
  { organizer, q = [], series, status }: Query,
  first: events.Item | undefined,
): (details: events.Item) => boolean {
  const words = q.flatMap(wordsOf);
  const wanted = normalized(organizer);
  return details => {
    if (series !== undefined && !isOfSeries(series, first, details)) return false;
    if (series !== undefined && status !== undefined && !isInList(details, status)) return false;
    if (wanted !== undefined && normalized(details.organizer) !== wanted) return false;
    if (words.length === 0) return true;
    const texts = folded([details.title, details.description, details.location].join('\n'));
    return words.every(word => texts.includes(word));
  };
}
