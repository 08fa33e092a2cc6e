import { randomUUID } from 'node:crypto';
import { ensureDocumented, operationOf } from '../documents/document.ts';
import { until } from '../servers/processes.ts';
import type { Received } from '../servers/webhookReceiver.ts';
import { eventBody } from './bodies.ts';
import { type Answer, answerOf } from './invoke.ts';
import { nextLinkOf } from './pages.ts';
import { tokenHeader } from './token.ts';

/** The headers that servers and connections add to an answer. */
export const TRANSPORT = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];

/**
 * Sends a request to the running server, which has a token where access control is on. The API document must describe the
 * answer.
 */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, process.env.TEST_URL), {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(await tokenHeader({ method, path, body, headers })),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answered(method, response);
}

/** Reads an answer, which the API document must describe. */
export async function answered(method: string, response: Response): Promise<Answer> {
  const text = (await response.text()) || undefined;
  const answer = answerOf(response.status, Object.fromEntries(response.headers), text);
  ensureDocumented(operationOf(method, response.url), answer, { method, transport: TRANSPORT });
  return answer;
}

/** Sends a request that must succeed, and returns the body of its answer. */
export async function succeed(method: string, path: string, body?: unknown) {
  const answer = await send(method, path, body);
  if (answer.status >= 400)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export const newEvent = async (fields: object = {}): Promise<string> =>
  (await succeed('POST', '/events', eventBody(fields))).eventId;

/** Does work for each item, for `width` items at a time. */
export async function forEach<Item>(items: Item[], width: number, work: (item: Item) => Promise<unknown>) {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** Creates users, and returns their ids. */
export async function newUsers(count: number): Promise<string[]> {
  const userIds = Array.from({ length: count }, () => randomUUID());
  await forEach(userIds, 20, userId => succeed('POST', '/users', { userId, name: 'Someone' }));
  return userIds;
}

export const register = (eventId: string, userId: string) =>
  send('POST', `/events/${eventId}/registrations`, { userId });

export const unregister = (eventId: string, userId: string) =>
  send('DELETE', `/events/${eventId}/registrations/${userId}`);

/** Creates an event as soon as its id is free. Until then each try is refused with EVENT_BEING_DELETED. */
export async function newEventOnceFree(eventId: string, fields: object = {}): Promise<void> {
  await until(async () => {
    const { status, body } = await send('POST', '/events', eventBody({ ...fields, eventId }));
    if (status !== 201)
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'EVENT_BEING_DELETED' });
    return status === 201;
  });
}

/** The notices of an event that the receiver has accepted, in the order of their coming. */
export async function noticesOf(eventId: string): Promise<Received[]> {
  const response = await fetch(`${process.env.TEST_RECEIVER_URL}/?eventId=${eventId}`);
  return (await response.json()) as Received[];
}

/** The path of the next page, if the answer to this path has one. */
export const nextPath = (path: string, answer: Answer): string | undefined =>
  nextLinkOf(answer, new URL(path, process.env.TEST_URL).href)?.href;

/** All items of a list, through its Link headers. */
export async function listAll(path: string): Promise<Answer['body'][]> {
  const items = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer: Answer = await send('GET', next);
    items.push(...answer.body);
    next = nextPath(next, answer);
  }
  return items;
}

/** The number of answers with each status. */
export function statusCounts(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Checks rules 1, 2, 4 and 5 in the list of an event. */
export async function expectSoundEvent(eventId: string): Promise<void> {
  const event = await succeed('GET', `/events/${eventId}`);
  const rows = await listAll(`/events/${eventId}/registrations`);
  const registered = rows.filter(({ status }) => status === 'registered');
  const waiting = rows.filter(({ status }) => status === 'waitlisted');
  expect(rows).toEqual([...registered, ...waiting]);
  expect(new Set(rows.map(({ userId }) => userId)).size).toBe(rows.length);
  expect({ registered: event.registeredCount, waiting: event.waitlistCount }).toEqual({
    registered: registered.length,
    waiting: waiting.length,
  });
  expect(registered.length).toBeLessThanOrEqual(event.capacity);
  expect(waiting.map(({ waitlistPosition }) => waitlistPosition)).toEqual(
    waiting.map((_, index) => index + 1),
  );
  if (event.status === 'active' && event.availableSpots > 0) expect(waiting).toEqual([]);
}
