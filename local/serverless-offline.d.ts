declare module 'serverless-offline' {
  type Level = 'debug' | 'error' | 'info' | 'notice' | 'verbose' | 'warning';
  export type Log = Record<Level, (...texts: unknown[]) => void>;
  type Command = { options: Record<string, { usage: string; type: 'boolean' | 'string' }> };

  /** The part of the plugin, which has no types of its own, that local/offline.ts uses and changes. */
  export default class ServerlessOffline {
    constructor(serverless: object, options: object, utils: { log: Log });
    commands: { offline: Command & { commands: { start: Command } } };
    start(): Promise<void>;
    internals(): {
      getApiGatewayServer: () => import('./gateway.ts').Gateway &
        import('./crowdControl.ts').Entrance &
        import('./requestLog.ts').RequestEvents & {
          listener: import('node:net').Server;
          info: { host: string; port: number };
        };
    };
  }
}
