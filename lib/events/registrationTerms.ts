import type { RequestOf } from '../../schemas/requests.ts';
import { instantOf } from '../domain/instants.ts';
import type * as seats from '../repositories/seats.ts';

type Body = Pick<
  RequestOf<'updateEvent'>['body'],
  'opensAt' | 'closesAt' | 'leaveUntil' | 'waitlistCapacity'
>;

/** These fields say when people may register and leave, and how many may wait. */
type Terms = Pick<seats.Item, keyof Body>;

const time = (text: string | null) => (text === null ? undefined : instantOf(text));

/** Splits a body into the terms that it sets, and its other fields. A term that is null is there and `undefined`. */
export function splitTerms<Others extends object>(body: Body & Others) {
  const { opensAt, closesAt, leaveUntil, waitlistCapacity, ...texts } = body;
  const terms: Terms = {
    ...(opensAt !== undefined && { opensAt: time(opensAt) }),
    ...(closesAt !== undefined && { closesAt: time(closesAt) }),
    ...(leaveUntil !== undefined && { leaveUntil: time(leaveUntil) }),
    ...(waitlistCapacity !== undefined && { waitlistCapacity: waitlistCapacity ?? undefined }),
  };
  return { terms, texts };
}
