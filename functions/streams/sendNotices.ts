import { type Noticed, noticeSender } from '../../lib/activity/notices.ts';
import { streamConsumer } from '../../lib/handlers/streamConsumer.ts';

/** Reads what is added to History and to Announcements. */
export const handler = streamConsumer<Noticed>(() => {
  const send = noticeSender();
  return async ({ before, after }) => {
    if (after && !before) await send(after);
  };
});
