import { createHash } from 'node:crypto';

/** Lambda accepts no longer names of functions. */
const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/** Names functions as Serverless does. A stage that leaves no room for the longest name is shortened in all of them. */
export function functionNames(service: string, stage: string, keys: string[]): Record<string, string> {
  const nameIn = (someStage: string, key: string) => `${service}-${someStage}-${key}`;
  const room = MAX_LENGTH - Math.max(...keys.map(key => nameIn('', key).length));
  const short = shorten(stage, room);
  return Object.fromEntries(keys.map(key => [key, nameIn(short, key)]));
}

/** Returns a stage whole if there is room for it, and otherwise its beginning with a hash of all of it. */
function shorten(stage: string, room: number): string {
  if (stage.length <= room) return stage;
  const hash = createHash('sha256').update(stage).digest('hex').slice(0, HASH_LENGTH);
  return `${stage.slice(0, room - HASH_LENGTH - 1)}-${hash}`;
}
