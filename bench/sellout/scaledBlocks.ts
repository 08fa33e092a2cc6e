const FILE = /lib\/domain\/places\.ts$/;
const TICKETS_PER_BLOCK = /(const TICKETS_PER_BLOCK = )(\d+);/;

/** Returns whether a file says how many tickets of a queue lie in one partition. */
export const hasBlocks = (path: string): boolean => FILE.test(path);

/**
 * Divides the blocks of queues by the scale, in the source of the file that says how large they are. A block costs what
 * its partition has in one second, and the model divides that by the scale.
 * @throws Error when the source does not say it as expected
 */
export function withScaledBlocks(source: string, scale: number): string {
  if (!TICKETS_PER_BLOCK.test(source)) throw new Error('The size of the blocks of queues was not found');
  return source.replace(
    TICKETS_PER_BLOCK,
    (_, what, tickets) => `${what}${Math.ceil(Number(tickets) / scale)};`,
  );
}
