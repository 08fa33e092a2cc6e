/**
 * A run that fails prints its seed, its path, and for commands their replayPath. FC_SEED=… FC_PATH=… FC_REPLAY_PATH=…
 * repeat it, together with the name of its test as --testNamePattern of Jest. FC_RUNS sets the number of runs.
 */
export const runs = (numRuns: number) => {
  const { FC_SEED, FC_PATH, FC_RUNS } = process.env;
  return {
    numRuns: Number(FC_RUNS ?? numRuns),
    ...(FC_SEED && { seed: Number(FC_SEED) }),
    ...(FC_PATH && { path: FC_PATH }),
  };
};

/** The commands of a failed run that are needed to repeat it. */
export const replay = process.env.FC_REPLAY_PATH ? { replayPath: process.env.FC_REPLAY_PATH } : {};

/** The time limit of a test with so many runs. */
export const timeLimitMs = (numRuns: number) => 60_000 + runs(numRuns).numRuns * 2000;
