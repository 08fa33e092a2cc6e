import * as eventLists from '../../../lib/repositories/eventLists.ts';
import * as users from '../../../lib/repositories/users.ts';

async function eventCount(): Promise<number> {
  let count = 0;
  for await (const eventIds of eventLists.allIds(100)) count += eventIds.length;
  return count;
}

const userCount = async () => (await users.list(1000, undefined)).length;

/** Makes a function that runs `work`, after which there must be `count` more than before. */
const expectMore =
  (countNow: () => Promise<number>) =>
  async <Result>(count: number, work: () => Promise<Result>): Promise<Result> => {
    const before = await countNow();
    const result = await work();
    expect((await countNow()) - before).toBe(count);
    return result;
  };

export const expectEventsCreated = expectMore(eventCount);
export const expectUsersCreated = expectMore(userCount);
