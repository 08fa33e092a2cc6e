import type { Received } from './webhookReceiver.ts';

/** The received notices, each once. */
export const distinct = (received: Received[]) => [
  ...new Map(received.map(notice => [notice.id, notice])).values(),
];
