import { type Noticed, noticeSender } from '../../lib/notices.ts';
import { consumer } from '../../lib/stream.ts';

/** Reads what is added to History and to Announcements. */
export const handler = consumer<Noticed>(() => {
  const send = noticeSender();
  return async ({ before, after }) => {
    if (after && !before) await send(after);
  };
});
