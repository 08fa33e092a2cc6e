declare module 'serverless-offline' {
  type Level = 'debug' | 'error' | 'info' | 'notice' | 'verbose' | 'warning';
  export type Log = Record<Level, (...texts: unknown[]) => void>;

  /** The part of the plugin, which has no types of its own, that local/offline.ts uses and changes. */
  export default class ServerlessOffline {
    constructor(serverless: object, options: object, utils: { log: Log });
    commands: { offline: { options: Record<string, { usage: string; type: 'boolean' }> } };
    start(): Promise<void>;
    internals(): {
      getApiGatewayServer: () => import('./gateway.ts').Gateway &
        import('./crowdControl.ts').Entrance &
        import('./requestLog.ts').RequestEvents & {
          listener: import('node:http').Server;
          info: { host: string; port: number };
        };
    };
  }
}
