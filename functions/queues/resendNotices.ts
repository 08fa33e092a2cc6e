import { resendNotice } from '../../lib/activity/notices.ts';
import type { Notice } from '../../lib/activity/webhook.ts';
import { queueConsumer } from '../../lib/handlers/queueConsumer.ts';

/** Resends notices from the queue of those that no receiver accepted in time. */
export const handler = queueConsumer<Notice>(resendNotice);
