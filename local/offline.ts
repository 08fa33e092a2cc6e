import { once } from 'node:events';
import type { Server } from 'node:http';
import ServerlessOffline, { type Log } from 'serverless-offline';
import { admitAtMost } from './crowdControl.ts';
import { answerUnparsed, keepToContract } from './gateway.ts';
import { logRequests } from './requestLog.ts';

const silent = () => {};

/** Enough to keep the processor at work. The fewer they are, the sooner it gets to somebody new. */
const AT_ONCE = 20;

/** Its warnings and errors are told, and of the rest only what LOG=verbose asks for. */
export const quiet = (log: Log): Log =>
  process.env.LOG === 'verbose'
    ? log
    : {
        debug: silent,
        info: silent,
        verbose: silent,
        notice: silent,
        warning: log.warning,
        error: log.error,
      };

/**
 * serverless-offline, whose gateway calls the functions: kept to the contract, with a line for each request in place of
 * its own words, and without its list of routes, which has as many addresses that do not exist here as ones that do.
 */
export default class LocalOffline extends ServerlessOffline {
  readonly #log: Log;
  readonly #listening = Promise.withResolvers<void>();
  /** Resolves when the gateway takes requests. */
  readonly listening = this.#listening.promise;

  constructor(serverless: object, options: object, { log }: { log: Log }) {
    super(serverless, options, { log: quiet(log) });
    this.#log = log;
    this.commands.offline.options.fresh = {
      usage: 'Remove the data of earlier runs first.',
      type: 'boolean',
    };
  }

  override async start() {
    await withoutConsole(() => super.start());
    const gateway = this.internals().getApiGatewayServer();
    await stopListening(gateway.listener);
    keepToContract(gateway);
    answerUnparsed(gateway.listener);
    admitAtMost(AT_ONCE, gateway);
    if (process.env.LOG !== 'silent') logRequests(gateway, this.#log.notice);
    await listen(gateway.listener, gateway.info);
    this.#listening.resolve();
  }
}

/** A crowd's connections come at once: those that find no place in this queue are tried again after seconds. */
const BACKLOG = 4096;

async function stopListening(listener: Server): Promise<void> {
  const closed = once(listener, 'close');
  listener.close();
  // A client that came before the gateway keeps to the contract might stay for ever.
  listener.closeAllConnections();
  await closed;
}

async function listen(listener: Server, { host, port }: { host: string; port: number }): Promise<void> {
  listener.listen({ host, port, backlog: BACKLOG });
  await once(listener, 'listening');
}

/** The list of routes is printed by console.log, which nothing else here calls. */
async function withoutConsole(work: () => Promise<void>): Promise<void> {
  if (process.env.LOG === 'verbose') return work();
  const { log } = console;
  console.log = silent;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
