import { type Noticed, noticeSender } from '../../lib/activity/notices.ts';
import { consumer } from '../../lib/handlers/streamConsumer.ts';

/** Reads what is added to History and to Announcements. */
export const handler = consumer<Noticed>(() => {
  const send = noticeSender();
  return async ({ before, after }) => {
    if (after && !before) await send(after);
  };
});
