import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIENCE, type Bearer, startIssuer, tokenFor } from '../../../local/issuer.ts';
import { anyFreePort } from '../../../local/ports.ts';
import type { OperationId } from '../../../schemas/requests.ts';
import { type Answer, invoke, type TestRequest } from '../api/invoke.ts';
import { coldStart } from '../records/coldStart.ts';

/** The service with access control on, and an issuer of its own. */
export type AccessControlled = {
  /** The environment in which access control is on. */
  environment: Record<string, string>;
  /** Returns the header with a token of somebody. */
  authorization: (bearer: Bearer) => Promise<{ authorization: string }>;
  /** Sends a request, of somebody or of a client without a token. */
  send: (operationId: OperationId, request: TestRequest, bearer?: Bearer) => Promise<Answer>;
};

/** Starts an issuer, which ends with this process. */
export async function startAccessControlled(): Promise<AccessControlled> {
  const dataDir = await mkdtemp(join(tmpdir(), 'event-management-api-issuer-'));
  const AUTH_ISSUER = await startIssuer(await anyFreePort(), dataDir);
  const environment = { AUTH_ISSUER, AUTH_AUDIENCE: AUDIENCE };
  const authorization = async (bearer: Bearer) => ({
    authorization: `Bearer ${await tokenFor(bearer, dataDir)}`,
  });
  const handlers = new Map<OperationId, unknown>();
  const load = (operationId: OperationId) =>
    coldStart(operationId, environment, async handler => {
      handlers.set(operationId, handler);
      return handler;
    });
  return {
    environment,
    authorization,
    send: async (operationId, { headers, ...request }, bearer) =>
      invoke(handlers.get(operationId) ?? (await load(operationId)), {
        ...request,
        headers: { ...headers, ...(bearer && (await authorization(bearer))) },
      }),
  };
}
