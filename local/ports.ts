import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './localError.ts';
import { portBeside } from './settings.ts';

const HOST = '127.0.0.1';

/** Returns the error code that keeps a server from listening on the port, or `undefined` when it can. */
const refusalOf = (port: number): Promise<string | undefined> =>
  new Promise(resolve => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    probe.listen(port, HOST, () => probe.close(() => resolve(undefined)));
  });

/** Returns whether a server can listen on the port. */
export const isPortFree = async (port: number): Promise<boolean> => !(await refusalOf(port));

/** @throws LocalError when no server can listen on the port, with the setting that chooses another one */
export async function ensurePortFree(port: number, what: string, setting: string): Promise<void> {
  const refusal = await refusalOf(port);
  if (!refusal) return;
  const why = refusal === 'EADDRINUSE' ? 'is taken by another program' : `may not be used (${refusal})`;
  throw new LocalError(
    `Port ${port}, for ${what}, ${why}: choose another one, such as ${setting}=${portBeside(port)}.`,
  );
}

/** Returns a port that nobody listens on just now. */
export const anyFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, HOST);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Waits until a server accepts connections on the port, or `signal` aborts. Without `ref` the wait does not keep the
 * process alive.
 */
export async function untilListening(port: number, signal?: AbortSignal, ref = true): Promise<void> {
  while (!(await answers(port))) await sleep(20, undefined, { signal, ref });
}
