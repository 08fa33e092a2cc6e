/**
 * A run that fails prints its seed, its path, and for commands their replayPath: FC_SEED=… FC_PATH=… FC_REPLAY_PATH=…
 * repeat it, with the name of its test as Jest's --testNamePattern. FC_RUNS asks for more runs.
 */
export const runs = (numRuns: number) => {
  const { FC_SEED, FC_PATH, FC_RUNS } = process.env;
  return {
    numRuns: Number(FC_RUNS ?? numRuns),
    ...(FC_SEED && { seed: Number(FC_SEED) }),
    ...(FC_PATH && { path: FC_PATH }),
  };
};

/** Which of the commands of a failed run were needed for it. */
export const replay = process.env.FC_REPLAY_PATH ? { replayPath: process.env.FC_REPLAY_PATH } : {};

/** How much longer than by default the tests run, for their time limit. */
export const timeLimitMs = (numRuns: number) => 60_000 + runs(numRuns).numRuns * 2000;
