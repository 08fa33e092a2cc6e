import { streamsFolder } from './dataFolder.ts';
import { endpointOf } from './settings.ts';

/** Points the functions of this process at the database on a port of this machine. */
export function pointAtDatabase(port: number): void {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${port}`;
}

/** Sets what the SDK needs besides the address of the database. */
export function completeCredentials(region: string): void {
  const { env } = process;
  if (['127.0.0.1', 'localhost'].includes(String(endpointOf(env)?.hostname))) {
    // A local engine takes any credentials, and must not get real ones.
    Object.assign(env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
  }
  env.AWS_REGION ??= region;
}

/** Returns where consumers find their streams, and where they keep their checkpoints. */
export function streamSettings(dataDir: string): object {
  const { env } = process;
  return {
    endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    region: env.AWS_REGION,
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    checkpointFile: streamsFolder(dataDir),
  };
}
