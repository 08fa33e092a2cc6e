import type { Answer } from './invoke.ts';

export type Entry = {
  entryId: string;
  time: string;
  change: string;
  cause: string;
  userId: string;
  registrationId: string;
};

/** What happened to one person at an event, oldest first. */
export const storyOf = ({ body }: Answer, userId: string) =>
  (body as Entry[])
    .filter(entry => entry.userId === userId)
    .map(({ change, cause }) => `${change} ${cause}`)
    .toReversed();

export const idsIn = ({ body }: Answer) => (body as Entry[]).map(({ entryId }) => entryId);
