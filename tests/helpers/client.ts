import { randomUUID } from 'node:crypto';
import { eventBody } from './bodies.ts';
import type { Answer } from './invoke.ts';

/** Sends a request to the running server, and reads the answer as JSON. */
export async function send(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(new URL(path, process.env.TEST_URL), {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? undefined : JSON.parse(text),
  };
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

export const newUsers = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const userId = randomUUID();
      await succeed('POST', '/users', { userId, name: 'Someone' });
      return userId;
    }),
  );

export const register = (eventId: string, userId: string) =>
  send('POST', `/events/${eventId}/registrations`, { userId });

export const unregister = (eventId: string, userId: string) =>
  send('DELETE', `/events/${eventId}/registrations/${userId}`);

/** All items of a list, through its Link headers. */
export async function listAll(path: string): Promise<Answer['body'][]> {
  const items = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { headers, body } = await send('GET', next);
    items.push(...body);
    next = headers.link?.match(/<(.+)>; rel="next"/)?.[1];
  }
  return items;
}

/** How many answers had each status. */
export function statusCounts(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Checks what must hold for an event at rest: rules 1, 2, 4 and 5 as they show in its list. */
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
