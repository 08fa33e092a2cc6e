import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';

/** A parameter that was changed is read again after this time at the latest. */
const MAX_AGE_SECONDS = 300;

const provider = new SSMProvider({
  awsSdkV3Client: new SSMClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  }),
});

const reading = new Map<string, Promise<string>>();

/**
 * Reads a parameter, decrypted, once for all who need it at the same time. Its value is kept for five minutes. Without
 * an answer it gives up after some seven seconds.
 * @throws Error that names the parameter, when it cannot be read
 */
export function read(name: string): Promise<string> {
  const value = reading.get(name) ?? readOnce(name).finally(() => reading.delete(name));
  reading.set(name, value);
  return value;
}

async function readOnce(name: string): Promise<string> {
  try {
    return String(await provider.get(name, { decrypt: true, maxAge: MAX_AGE_SECONDS }));
  } catch (cause) {
    throw new Error(`The parameter ${name} cannot be read.`, { cause });
  }
}
