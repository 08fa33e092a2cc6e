import { pauseBeforeTry } from './deadline.ts';

/**
 * Tries something that others race for until it is won: `attempt` returns `undefined` when it lost. The second try comes
 * at once, since the first one may only have learned what is true.
 * @throws ApiError TRY_AGAIN when the request has no time left for another try
 */
export async function retryRace<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    const won = await attempt();
    if (won !== undefined) return won;
    if (tries > 1) await pauseBeforeTry(tries - 1);
  }
}
