import type { Webhook } from 'standardwebhooks';
import { timeLeftMs } from '../core/deadline.ts';
import { logError } from '../core/log.ts';
import * as parameters from '../repositories/parameters.ts';
import { signersOf } from './webhookSecrets.ts';
import { webhookSettings } from './webhookSettings.ts';

/** A notice to the webhook, as the Standard Webhooks scheme defines it. The id stays the same from try to try. */
export type Notice = { id: string; type: string; timestamp: string; data: object };

const MAX_ANSWER_MS = 5000;
const GONE = 410;

/** The settings are read once. A function with settings that cannot work fails at its cold start. */
const settings = webhookSettings(process.env);

/**
 * These are the ids of notices that this process delivered lately. They are not sent twice when a batch comes again.
 */
const accepted = new Set<string>();
const MAX_REMEMBERED = 10_000;

let gone: Error | undefined;

/** Returns whether notices can be sent: not without settings, nor once the receiver has answered 410. */
export const isWebhookSet = (): boolean => settings !== undefined && !gone;

const noWebhook = () => new Error('There is no webhook to send notices to');

/**
 * Returns the signers of notices. A deployed function reads their secrets from a parameter, which may change.
 * @throws Error when they cannot be read, or cannot sign. It names the parameter, and not its value
 */
export async function currentSigners(): Promise<Webhook[]> {
  if (!settings) throw noWebhook();
  if (settings.kind === 'local') return settings.signers;
  const { secretParameter } = settings;
  return signersOf(await parameters.read(secretParameter), `the parameter ${secretParameter}`);
}

/**
 * Sends a notice once, with a signature of each signer. After a 410 this process sends the receiver nothing more.
 * @throws Error when it is not answered with a 2xx within 5 s, which may be tried again
 */
export async function post({ id, ...payload }: Notice, signers: Webhook[]): Promise<void> {
  if (gone) throw gone;
  if (!settings) throw noWebhook();
  if (accepted.has(id)) return;
  const body = JSON.stringify(payload);
  const now = new Date();
  const response = await fetch(settings.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signers.map(signer => signer.sign(id, now, body)).join(' '),
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(Math.ceil(Math.min(MAX_ANSWER_MS, Math.max(0, timeLeftMs())))),
  });
  await response.body?.cancel();
  if (response.ok) return remember(id);
  const refusal = new Error(`The webhook's receiver answered ${response.status} to notice ${id}`);
  if (response.status === GONE && !gone) {
    gone = refusal;
    logError('WEBHOOK_GONE', refusal);
  }
  throw refusal;
}

function remember(id: string): void {
  if (accepted.size >= MAX_REMEMBERED) accepted.clear();
  accepted.add(id);
}
