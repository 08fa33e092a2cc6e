import { Webhook } from 'standardwebhooks';

const MIN_BYTES = 24;
const MAX_SECRETS = 2;

/**
 * Returns the signers of one secret, or of two with white space between them, in their order. `setting` names where
 * they stand.
 * @throws Error whose sentence names the setting, and shows no secret
 */
export function signersOf(secrets: string, setting: string): Webhook[] {
  const each = secrets.split(/\s+/).filter(Boolean);
  if (each.length === 0 || each.length > MAX_SECRETS || !each.every(isSecret)) {
    throw new Error(
      `Set ${setting} to a secret of at least ${MIN_BYTES} bytes in base64, with or without whsec_ before it, or to two of them with a space between.`,
    );
  }
  return each.map(secret => new Webhook(secret));
}

/** The library skips wrong characters at the end of a secret, and a receiver may not. */
function isSecret(secret: string): boolean {
  const base64 = secret.replace(/^whsec_/, '');
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= MIN_BYTES && bytes.toString('base64') === base64;
}
