import { randomUUID } from 'node:crypto';
import type { TestRequest } from '../../tests/support/api/invoke.ts';
import { SYSTEMS, type System } from './systems.ts';
import type { World } from './world.ts';

/** An operation that is measured, with the function that has it where each route has a function of its own. */
export type Operation = {
  name: string;
  functionName: string;
  status: number;
  /** The systems that have it. */
  systems: readonly System[];
  /** A fresh instance is measured with it too. */
  isColdToo?: boolean;
  /** Makes so many requests. What they need is there before. */
  requests: (world: World, count: number) => Promise<TestRequest[]>;
};

const many = <Made>(count: number, make: () => Made): Made[] => Array.from({ length: count }, make);

const SERVICE_ONLY = ['service'] as const;

export const REGISTER = 'register: a free seat';
export const GET_EVENT = 'read an event';
export const LIST = 'list 50 registrations';

export const OPERATIONS: Operation[] = [
  {
    name: 'create an event',
    functionName: 'createEvent',
    status: 201,
    systems: SYSTEMS,
    isColdToo: true,
    requests: async (world, count) => many(count, () => world.createEvent({ capacity: 100 })),
  },
  {
    name: 'create a person',
    functionName: 'createUser',
    status: 201,
    systems: SYSTEMS,
    requests: async (world, count) => many(count, () => world.createUser(randomUUID())),
  },
  {
    name: REGISTER,
    functionName: 'registerForEvent',
    status: 201,
    systems: SYSTEMS,
    isColdToo: true,
    requests: async (world, count) => registrations(world, await world.open(), count),
  },
  {
    name: 'register: the first at an event',
    functionName: 'registerForEvent',
    status: 201,
    systems: SYSTEMS,
    requests: async (world, count) => {
      const eventIds = await world.events(count);
      const people = await world.people(count);
      return people.map((userId, n) => world.register(String(eventIds[n]), userId));
    },
  },
  {
    name: 'register: the end of the waitlist',
    functionName: 'registerForEvent',
    status: 201,
    systems: ['service', 'express', 'fastapi'],
    requests: async (world, count) => registrations(world, await world.full(), count),
  },
  {
    name: GET_EVENT,
    functionName: 'getEvent',
    status: 200,
    systems: SYSTEMS,
    isColdToo: true,
    requests: async (world, count) => ofEvent(await world.open(), '', count),
  },
  {
    name: LIST,
    functionName: 'listEventRegistrations',
    status: 200,
    systems: SYSTEMS,
    isColdToo: true,
    requests: async (world, count) => ofEvent(await world.listed(), '/registrations', count),
  },
  {
    name: 'availability of an event',
    functionName: 'getEventAvailability',
    status: 200,
    systems: SERVICE_ONLY,
    isColdToo: true,
    requests: async (world, count) => ofEvent(await world.open(), '/availability', count),
  },
  {
    name: 'leave a seat',
    functionName: 'unregisterFromEvent',
    status: 200,
    systems: SERVICE_ONLY,
    requests: async (world, count) => {
      const eventId = await world.open();
      const people = await world.people(count);
      await world.send(
        'registerForEvent',
        people.map(userId => world.register(eventId, userId)),
      );
      return people.map(userId => ({
        method: 'DELETE',
        rawPath: `/events/${eventId}/registrations/${userId}`,
        path: { eventId, userId },
      }));
    },
  },
];

async function registrations(world: World, eventId: string, count: number): Promise<TestRequest[]> {
  const people = await world.people(count);
  return people.map(userId => world.register(eventId, userId));
}

const ofEvent = (eventId: string, rest: string, count: number): TestRequest[] =>
  many(count, () => ({ rawPath: `/events/${eventId}${rest}`, path: { eventId } }));
