import { ensureTimeLeft, pauseBeforeTry } from './deadline.ts';

const lastTurns = new Map<string, Promise<unknown>>();

/**
 * Runs, one after another, the works of this process that share a key. Nothing depends on it but speed: requests
 * that share a process (Lambda gives each one its own, serverless-offline does not) do not make each other lose.
 */
async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const startWork = () => {
    ensureTimeLeft();
    return work();
  };
  const turn = (lastTurns.get(key) ?? Promise.resolve()).then(startWork, startWork);
  lastTurns.set(key, turn);
  try {
    return await turn;
  } finally {
    if (lastTurns.get(key) === turn) lastTurns.delete(key);
  }
}

/**
 * Tries something that others race for, until it is won: `attempt` gets the number of the try, from 1, and says
 * `undefined` when it lost. The second try comes at once, since the first one may only have learned what is true.
 * @throws ApiError TRY_AGAIN when the request has no time left for another try
 */
export async function untilWon<Result>(
  raceKey: string,
  attempt: (tries: number) => Promise<Result | undefined>,
): Promise<Result> {
  let won = (await attempt(1)) ?? (await attempt(2));
  for (let tries = 3; won === undefined; tries += 1) {
    if (tries > 3) await pauseBeforeTry(tries - 3);
    won = await inTurn(raceKey, () => attempt(tries));
  }
  return won;
}
