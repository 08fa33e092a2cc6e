type Headers = Record<string, string | undefined>;
type Refusal = Error & { isBoom: true; output: { statusCode: number } };
export type Answer = { isBoom?: false; source: unknown; headers: Headers; statusCode: number };
export type Request = {
  method: string;
  headers: Headers;
  payload: unknown;
  raw: { req: { url?: string; rawHeaders: string[] } };
  response: Refusal | Answer;
};
export type Response = {
  code: (status: number) => Response;
  header: (name: string, value: string) => Response;
  takeover: () => Response;
};
export type Toolkit = { continue: symbol; response: (body: string) => Response };

/** serverless-offline has hapi as its HTTP server. The local gateway uses only this part of it. */
export type Gateway = {
  ext: (
    point: 'onRequest' | 'onPreHandler' | 'onPreResponse',
    handle: (request: Request, h: Toolkit) => unknown,
  ) => void;
  settings: { router: { stripTrailingSlash: boolean }; compression: unknown };
  /** Returns the routes. */
  table: () => { settings: { response: { ranges: boolean } } }[];
};
