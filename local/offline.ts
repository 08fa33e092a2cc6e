import { once } from 'node:events';
import type { Server } from 'node:http';
import ServerlessOffline, { type Log } from 'serverless-offline';
import { keepCompiledCode } from './compiledCode.ts';
import { admitAtMost } from './crowdControl.ts';
import { keepToContract } from './gateway.ts';
import { answerUnparsed } from './gatewayProblems.ts';
import { logRequests } from './requestLog.ts';

const silent = () => {};

/** Twenty requests at once keep the processor at work. The fewer there are, the sooner it gets to a new one. */
const AT_ONCE = 20;

/** Prints warnings and errors, and everything with LOG=verbose. */
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
 * serverless-offline, whose gateway calls the functions, keeps to the contract here. It prints a line for each request
 * in place of its own words, and no list of routes, half of which do not exist here.
 */
export default class LocalOffline extends ServerlessOffline {
  readonly #log: Log;
  readonly #listening = Promise.withResolvers<void>();
  /** It resolves when the gateway takes requests. */
  readonly listening = this.#listening.promise;

  constructor(serverless: object, options: object, { log }: { log: Log }) {
    super(serverless, options, { log: quiet(log) });
    this.#log = log;
    this.commands.offline.options.fresh = {
      usage: 'Remove the data of earlier runs first.',
      type: 'boolean',
    };
    this.commands.offline.options.auth = {
      usage: 'Turn access control on, with an issuer of tokens on this machine.',
      type: 'boolean',
    };
  }

  override async start() {
    keepCompiledCode();
    await withoutConsole(() => super.start());
    const gateway = this.internals().getApiGatewayServer();
    await stopListening(gateway.listener);
    keepToContract(gateway);
    const print = process.env.LOG === 'silent' ? silent : this.#log.notice;
    answerUnparsed(gateway.listener, print);
    admitAtMost(AT_ONCE, gateway);
    logRequests(gateway, print);
    await listen(gateway.listener, gateway.info);
    this.#listening.resolve();
  }
}

/** A crowd connects at once. A connection that finds this queue full is tried again after seconds. */
const BACKLOG = 4096;

async function stopListening(listener: Server): Promise<void> {
  const closed = once(listener, 'close');
  listener.close();
  // Otherwise a client that came before the gateway keeps to the contract could stay for ever.
  listener.closeAllConnections();
  await closed;
}

async function listen(listener: Server, { host, port }: { host: string; port: number }): Promise<void> {
  listener.listen({ host, port, backlog: BACKLOG });
  await once(listener, 'listening');
}

/** console.log prints the list of routes, and nothing else here calls it. */
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
