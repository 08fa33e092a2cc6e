/** Reads items of one part of a list, in the list's order: at most `limit`, behind the item `after`. */
export type ReadPart<Found> = (limit: number, after: Found | undefined) => Promise<Found[]>;

/**
 * Returns the first items of a list that lies in several parts: at most `limit`. Each part is read in its share of the
 * limit and some more, all at once, and further only when its items are used up. So a list costs little more than what
 * it returns, as long as its items are spread evenly.
 */
export async function mergeParts<Found>(
  parts: ReadPart<Found>[],
  limit: number,
  isBefore: (one: Found, other: Found) => boolean,
): Promise<Found[]> {
  const share = shareOf(limit, parts.length);
  const sources = await Promise.all(parts.map(read => openSource(read, share)));
  const merged: Found[] = [];
  while (merged.length < limit) {
    const first = sources
      .filter(({ left }) => left.length > 0)
      .reduce<Source<Found> | undefined>(
        (best, source) => (!best || isBefore(headOf(source), headOf(best)) ? source : best),
        undefined,
      );
    if (!first) break;
    merged.push(first.left.shift() as Found);
    const isUsedUp = first.left.length === 0 && first.mayHaveMore;
    if (isUsedUp && merged.length < limit) await refill(first, share, merged.at(-1));
  }
  return merged;
}

/** An even spread leaves most parts within two standard deviations of their share. */
const shareOf = (limit: number, parts: number) =>
  parts === 1 ? limit : Math.min(limit, Math.ceil(limit / parts + 2 * Math.sqrt(limit / parts)));

type Source<Found> = { read: ReadPart<Found>; left: Found[]; mayHaveMore: boolean };

const headOf = <Found>({ left }: Source<Found>): Found => left[0] as Found;

async function openSource<Found>(read: ReadPart<Found>, share: number): Promise<Source<Found>> {
  const source = { read, left: [], mayHaveMore: true };
  await refill(source, share, undefined);
  return source;
}

async function refill<Found>(source: Source<Found>, share: number, after: Found | undefined) {
  source.left = await source.read(share, after);
  source.mayHaveMore = source.left.length === share;
}
