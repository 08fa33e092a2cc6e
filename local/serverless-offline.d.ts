declare module 'serverless-offline' {
  type Level = 'debug' | 'error' | 'info' | 'notice' | 'verbose' | 'warning';
  export type Log = Record<Level, (...texts: unknown[]) => void>;

  /** The plugin has no types of its own. local/offline.ts uses and changes this part of it. */
  export default class ServerlessOffline {
    constructor(serverless: object, options: object, utils: { log: Log });
    commands: { offline: { options: Record<string, { usage: string; type: 'boolean' }> } };
    start(): Promise<void>;
    internals(): {
      getApiGatewayServer: () => import('./hapi.ts').Gateway &
        import('./crowdControl.ts').Entrance &
        import('./requestLog.ts').RequestEvents & {
          listener: import('node:http').Server;
          info: { host: string; port: number };
        };
    };
  }
}
