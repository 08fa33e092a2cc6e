import { type Bearer, ROLES, tokenFor } from './issuer.ts';

/** A request of API Gateway, as a file has it for `invoke local`. */
export type InvokedRequest = {
  headers?: Record<string, string>;
  pathParameters?: { userId?: string };
  body?: string;
};

/**
 * Gives a request without a token one of the local issuer: it is sent by the person whom it is about, who is an organiser
 * and an admin.
 */
export async function addToken(request: InvokedRequest, dataDir: string): Promise<void> {
  if (request.headers?.authorization) return;
  const bearer: Bearer = { userId: personIn(request) ?? 'admin', roles: [...ROLES] };
  request.headers = { ...request.headers, authorization: `Bearer ${await tokenFor(bearer, dataDir)}` };
}

function personIn({ pathParameters, body = '{}' }: InvokedRequest): string | undefined {
  try {
    return pathParameters?.userId ?? JSON.parse(body).userId;
  } catch {
    return undefined;
  }
}
