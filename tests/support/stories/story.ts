import { randomUUID } from 'node:crypto';
import type { TestRequest } from '../api/invoke.ts';
import { unregister } from '../api/operations.ts';
import { cancelledFor, type Meanwhile } from '../packaging/caller.ts';
import { registeredUsers } from '../records/records.ts';

/** Calls the function with a request, which must be answered with this status. */
export type Tell = (status: number, request: TestRequest, ...meanwhile: Meanwhile[]) => Promise<void>;

/** The requests that make a function send every kind of call that it can. */
export type Story = (tell: Tell) => Promise<void>;

export const nobody = { userId: 'nobody' };
export const nowhere = { eventId: 'nowhere' };
export const nothing = async () => {};
export const conflict = cancelledFor('TransactionConflict');

/** Headers of a request that is the same when it comes again. */
export const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } });
export const ifMatch = (tag: string) => ({ headers: { 'if-match': tag } });

export const joins = (eventId: string) => () => registeredUsers(eventId, 1);
export const leaves =
  (eventId: string, userId = '') =>
  () =>
    unregister(eventId, userId);
