import type { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import PQueue from 'p-queue';

type Request = { path: string; raw: { res: EventEmitter } };
type Toolkit = { continue: symbol };

/** What is used of hapi, the HTTP server inside serverless-offline, to hold requests back. */
export type Entrance = {
  ext: (point: 'onRequest', handle: (request: Request, h: Toolkit) => Promise<symbol>) => void;
  listener: Server;
};

/** Somebody who asks whether the service is well asks in the middle of a crowd, too. */
const LET_THROUGH = '/health';

/**
 * Lets so many requests in at once; the others wait at the entrance, in their order. Lambda would give each a process
 * of its own: here all share one, in which the first steps of a thousand would keep it from anything else for seconds.
 */
export function admitAtMost(many: number, gateway: Entrance): void {
  const entrance = new PQueue({ concurrency: many });
  gateway.ext('onRequest', async ({ path, raw: { res } }, h) => {
    if (path === LET_THROUGH) return h.continue;
    // Node emits it for each response, also for one whose client has gone.
    const left = new Promise<void>(leave => {
      res.once('close', leave);
    });
    await new Promise<void>(enter => {
      void entrance.add(() => {
        enter();
        return left;
      });
    });
    return h.continue;
  });
  closeWhileConnecting(entrance, gateway.listener);
}

/** Those who wait for an answer do not connect again, so that it is over sooner, but for a flood without an end. */
const MAX_CLOSED_MS = 10_000;

/**
 * Node accepts one connection in each turn of its loop, in their order. While a crowd connects nobody is let in, so that
 * the turns are short, and who comes behind the crowd is not accepted only after most of it was served.
 */
function closeWhileConnecting(entrance: PQueue, listener: Server): void {
  let closedAt: number | undefined;
  let opening: NodeJS.Immediate | undefined;
  const open = () => {
    closedAt = undefined;
    entrance.start();
  };
  listener.on('connection', () => {
    closedAt ??= performance.now();
    if (performance.now() - closedAt < MAX_CLOSED_MS) entrance.pause();
    else entrance.start();
    clearImmediate(opening);
    // The first one is in this turn, the second one in the next, unless that has another connection.
    opening = setImmediate(() => {
      opening = setImmediate(open);
    });
  });
}
