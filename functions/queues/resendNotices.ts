import { resendNotice } from '../../lib/notices.ts';
import { queueConsumer } from '../../lib/queue.ts';
import type { Notice } from '../../lib/webhook.ts';

/** Takes notices from the queue of those that no receiver accepted in time. */
export const handler = queueConsumer<Notice>(resendNotice);
