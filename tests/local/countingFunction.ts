import { setImmediate } from 'node:timers/promises';

let served = 0;

/** A function that remembers how many requests its instance has served. */
export async function handler() {
  served += 1;
  const body = JSON.stringify({ served });
  await setImmediate();
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}
