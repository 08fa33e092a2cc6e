import { Webhook } from 'standardwebhooks';

type Settings = { url: URL; signer: Webhook };

/**
 * Returns the receiver of notices and their signer, or `undefined` when neither setting is there.
 * @throws Error whose sentence names the setting with which notices could not be sent
 */
export function webhookSettings({
  WEBHOOK_URL = '',
  WEBHOOK_SECRET = '',
}: NodeJS.ProcessEnv): Settings | undefined {
  if (!WEBHOOK_URL && !WEBHOOK_SECRET) return undefined;
  const url = URL.parse(WEBHOOK_URL);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error('Set WEBHOOK_URL to an http or https address, or leave WEBHOOK_SECRET out too.');
  }
  try {
    return { url, signer: new Webhook(WEBHOOK_SECRET) };
  } catch {
    throw new Error('Set WEBHOOK_SECRET to a secret in base64, with or without whsec_ before it.');
  }
}
