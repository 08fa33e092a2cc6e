/** Writes a line about the progress, beside the output. */
export const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Returns what is to be called with each of `count` things that are done. It writes a line at each tenth of them. */
export function everyTenth(count: number, done: string): () => void {
  let [soFar, tenths] = [0, 0];
  return () => {
    soFar += 1;
    const reached = Math.floor((10 * soFar) / count);
    if (reached > tenths) progress(`  ${soFar} of ${count} ${done}`);
    tenths = reached;
  };
}
