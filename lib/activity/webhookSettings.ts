import type { Webhook } from 'standardwebhooks';
import { signersOf } from './webhookSecrets.ts';
import { localUrl, publicUrl } from './webhookUrl.ts';

/** The receiver of notices, and their signers or the name of the parameter that has their secrets. */
export type WebhookSettings =
  | { kind: 'local'; url: URL; signers: Webhook[] }
  | { kind: 'deployed'; url: URL; secretParameter: string };

const PARAMETER_NAME = /^(\/[\w.-]+)+$/;

/**
 * Returns the webhook, or `undefined` when there is none. Every deployed function that sends notices is told the name
 * of a parameter, and no function on a developer's machine is.
 * @throws Error whose sentence names the setting with which notices could not be sent, and shows no secret
 */
export function webhookSettings(env: NodeJS.ProcessEnv): WebhookSettings | undefined {
  const { WEBHOOK_URL = '', WEBHOOK_SECRET = '', WEBHOOK_SECRET_PARAMETER: secretParameter } = env;
  if (secretParameter === undefined) {
    if (!WEBHOOK_URL && !WEBHOOK_SECRET) return undefined;
    const url = localUrl(WEBHOOK_URL);
    return { kind: 'local', url, signers: signersOf(WEBHOOK_SECRET, 'WEBHOOK_SECRET') };
  }
  if (!PARAMETER_NAME.test(secretParameter)) {
    throw new Error(
      'Set webhookSecretParameter to the name of an SSM parameter, such as /event-management-api-prod/webhook-secret.',
    );
  }
  return WEBHOOK_URL ? { kind: 'deployed', url: publicUrl(WEBHOOK_URL), secretParameter } : undefined;
}
