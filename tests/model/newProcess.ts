import { randomUUID } from 'node:crypto';

export type Process = typeof import('./handlers.ts');

/** Loads the handlers as a new process does, with its own memory and a database at this URL. */
export async function newProcess(url: string): Promise<Process> {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
  import.meta.jest.resetModules();
  try {
    const handlers: Process = await import('./handlers.ts');
    // The SDK reads the URL at its first call.
    await handlers.getEvent(randomUUID());
    return handlers;
  } finally {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = engine;
  }
}
