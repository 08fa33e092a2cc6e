import { randomUUID } from 'node:crypto';
import { handler as getEvent } from '../../functions/getEvent.ts';
import { handler as listEventRegistrations } from '../../functions/listEventRegistrations.ts';
import { batchPut } from '../../lib/dynamo/batchPut.ts';
import { openHoldsOf } from '../../lib/maintenance/invariants.ts';
import * as seats from '../../lib/repositories/seats.ts';
import { eventBody } from '../../tests/support/api/bodies.ts';
import { call } from '../../tests/support/api/invoke.ts';
import { anEvent } from '../../tests/support/records/records.ts';
import { BASELINE_ENVIRONMENT } from '../baselines/tables.ts';
import { instancesOfFunction } from '../instances.ts';
import { makePeople } from '../people.ts';
import type { OpenHolds } from './findings.ts';
import type { Ask } from './ledger.ts';

/** The Express baseline, and this service. */
export const WAYS = ['express', 'service'] as const;
export type Way = (typeof WAYS)[number];

/** A system. Each concurrent registration has an instance of its own, as on Lambda. */
type System = {
  register: Ask;
  read: Ask;
  makeEvent: (capacity: number) => Promise<string>;
  makePeople: (count: number) => Promise<string[]>;
  openHolds: (eventId: string) => Promise<OpenHolds>;
};

async function service(): Promise<System> {
  const { send: register } = await instancesOfFunction();
  return {
    register,
    read: request =>
      call(request.rawPath?.endsWith('/registrations') ? listEventRegistrations : getEvent, request),
    makeEvent: capacity => anEvent({ capacity, hasWaitlist: true }),
    makePeople,
    openHolds: async eventId => openHoldsOf((await seats.get(eventId)) as seats.Item),
  };
}

async function express(): Promise<System> {
  Object.assign(process.env, BASELINE_ENVIRONMENT);
  const { send } = await instancesOfFunction('bench/baselines/express/handler.ts');
  return {
    register: send,
    read: send,
    makeEvent: async capacity => {
      const body = eventBody({ capacity, hasWaitlist: true });
      const { status } = await send({ method: 'POST', rawPath: '/events', body });
      if (status !== 201) throw new Error(`An event was answered with a ${status}.`);
      return body.eventId;
    },
    makePeople: async count => {
      const people = Array.from({ length: count }, () => ({ userId: randomUUID() as string, name: 'Ada' }));
      await batchPut(BASELINE_ENVIRONMENT.BASELINE_USERS_TABLE, people);
      return people.map(({ userId }) => userId);
    },
    openHolds: async () => ({ seat: 0, queue: 0 }),
  };
}

/** Starts a system without any instance. */
export const startSystem = (way: Way): Promise<System> => (way === 'service' ? service() : express());
