import type { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import PQueue from 'p-queue';

type Request = { path: string; raw: { res: EventEmitter } };
type Toolkit = { continue: symbol };

/** serverless-offline has hapi as its HTTP server. Only this part of it is used to hold requests back. */
export type Entrance = {
  ext: (point: 'onRequest', handle: (request: Request, h: Toolkit) => Promise<symbol>) => void;
  listener: Server;
};

/** A health check is answered in the middle of a crowd, too. */
const LET_THROUGH = '/health';

/**
 * Lets at most `many` requests in at once. Others wait in their order. Lambda would give each a process of its own.
 * Here all share one, which the first steps of a thousand would block for seconds.
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

/** A crowd that waits for answers does not connect again, so only an endless flood takes longer. */
const MAX_CLOSED_MS = 10_000;

/**
 * Lets nobody in while a crowd connects. Speed: Node accepts one connection in each turn of its loop, so short turns
 * accept a late client before most of the crowd was served.
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
    // The first callback runs in this turn, and the second one in the next, unless that has another connection.
    opening = setImmediate(() => {
      opening = setImmediate(open);
    });
  });
}
