import { pauseBeforeTry } from './deadline.ts';

/**
 * Repeats `attempt`, which returns `undefined` when others won the race, until it returns a result. The second try
 * comes at once, since the first one may have started from an old state.
 * @throws ApiError TRY_AGAIN when the request has no time left for another try
 */
export async function retryRace<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const won = await attempt();
    if (won !== undefined) return won;
    if (tries > 1) await pauseBeforeTry(tries - 1);
  }
}
