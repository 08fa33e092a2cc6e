import { randomUUID } from 'node:crypto';
import { eventBody } from '../../tests/support/api/bodies.ts';
import type { TestRequest } from '../../tests/support/api/invoke.ts';
import type { Fleet } from './fleet.ts';

/** So many people have registrations at the event whose list is measured. */
export const LISTED = 50;

/** Nobody is refused at an event with so many seats. */
const PLENTY = 5000;

/** The events and people of one system, which are made by its own API. */
export class World {
  readonly #fleet: Fleet;
  #open: Promise<string> | undefined;
  #full: Promise<string> | undefined;
  #listed: Promise<string> | undefined;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Sends requests that must be answered with a 201. */
  async send(functionName: string, requests: TestRequest[]): Promise<void> {
    await this.#fleet.send(functionName, requests, 201);
  }

  createEvent(fields: object): TestRequest {
    return { method: 'POST', rawPath: '/events', body: eventBody(fields) };
  }

  createUser(userId: string): TestRequest {
    return { method: 'POST', rawPath: '/users', body: { userId, name: `Name of ${userId}` } };
  }

  register(eventId: string, userId: string): TestRequest {
    return {
      method: 'POST',
      rawPath: `/events/${eventId}/registrations`,
      path: { eventId },
      body: { userId },
    };
  }

  /** Makes so many people. */
  async people(count: number): Promise<string[]> {
    const userIds = Array.from({ length: count }, () => randomUUID() as string);
    await this.send(
      'createUser',
      userIds.map(userId => this.createUser(userId)),
    );
    return userIds;
  }

  /** Makes so many events with free seats. */
  async events(count: number, fields: object = { capacity: PLENTY }): Promise<string[]> {
    const eventIds = Array.from({ length: count }, () => randomUUID() as string);
    await this.send(
      'createEvent',
      eventIds.map(eventId => this.createEvent({ ...fields, eventId })),
    );
    return eventIds;
  }

  /** Returns an event that always has a free seat. */
  open(): Promise<string> {
    this.#open ??= this.#eventWith(0, PLENTY);
    return this.#open;
  }

  /** Returns an event whose only seat is taken, and which has a waitlist. */
  full(): Promise<string> {
    this.#full ??= this.#eventWith(1, 1);
    return this.#full;
  }

  /** Returns the event whose list is measured. */
  listed(): Promise<string> {
    this.#listed ??= this.#eventWith(LISTED, 2 * LISTED);
    return this.#listed;
  }

  async #eventWith(registered: number, capacity: number): Promise<string> {
    const [eventId = ''] = await this.events(1, { capacity });
    const people = await this.people(registered);
    await this.send(
      'registerForEvent',
      people.map(userId => this.register(eventId, userId)),
    );
    return eventId;
  }
}
