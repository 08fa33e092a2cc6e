import fc from 'fast-check';
import type { BrokenRule } from '../../lib/core/errors.ts';
import { page } from '../../schemas/common.ts';
import { runs, timeLimitMs } from '../model/settings.ts';
import { answered, newEvent, newUsers, register } from '../support/api/client.ts';
import { type Generated, requestTo } from '../support/api/generatedRequests.ts';
import { Known } from '../support/api/generatedValues.ts';
import type { Answer } from '../support/api/invoke.ts';
import { jsonIn, tokenHeader } from '../support/api/token.ts';
import { type Place, places } from '../support/documents/document.ts';

const IDS = ['eventId', 'userId'];

const RUNS = 10;
const REQUESTS = 30;

/** Values from answers, by the names of the parameters that accept them. */
class Given {
  readonly #values = new Map<string, string[]>();

  add(name: string, value: string): void {
    this.#values.set(name, [...new Set([...(this.#values.get(name) ?? []), value])]);
  }

  /** Adds the ids of what this test made. Lists also have the ids of other tests, which must not be changed. */
  learn(method: string, { headers, body }: Answer): void {
    JSON.stringify((method === 'POST' && body) || null, (name, value) => {
      if (IDS.includes(name) && typeof value === 'string') this.add(name, value);
      if (typeof value?.registrationId === 'string')
        this.add('registration', `${value.eventId} ${value.userId}`);
      return value;
    });
    if (headers.etag) for (const name of ['If-Match', 'If-None-Match']) this.add(name, headers.etag);
    const [, cursor] = /[?&]cursor=([^&>]+)/.exec(headers.link ?? '') ?? [];
    if (cursor) this.add('cursor', cursor);
  }

  /** The values of fields. A value that no answer has given is left out, or is `madeUp` if it is required. */
  resolve(fields: Record<string, unknown>, madeUp?: string): Record<string, unknown> {
    const resolve = (value: unknown) => {
      if (!(value instanceof Known)) return value;
      const values = this.#values.get(value.name) ?? [];
      const known = values[value.n % values.length];
      return (value.part === undefined ? known : known?.split(' ')[value.part]) ?? madeUp;
    };
    const entries = Object.entries(fields).map(([name, value]) => [name, resolve(value)]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
}

const texts = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

/** Sends a request. The document must describe its answer. */
async function send(
  { method, template, path, query, header, body }: Generated,
  given: Given,
): Promise<Answer> {
  const values = texts(given.resolve(path, 'nowhere'));
  const address = template.replaceAll(/\{(\w+)\}/g, (_whole, name) => encodeURIComponent(values[name] ?? ''));
  const url = new URL(address, process.env.TEST_URL);
  for (const [name, value] of Object.entries(given.resolve(query))) {
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  }
  const text = typeof body === 'object' ? JSON.stringify(given.resolve(body, 'nobody')) : body;
  const headers = texts(given.resolve(header));
  const response = await fetch(url, {
    method,
    headers: {
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
      ...(await tokenHeader({ method, path: url.href, body: jsonIn(text), headers })),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  });
  const answer = await answered(method, response);
  given.learn(method, answer);
  return answer;
}

/**
 * The codes of requests that break a rule independently of what is stored. With access control nobody is the person of an
 * id that cannot be one, and so only the person's own requests are forbidden before they are found to be broken.
 */
const BROKEN =
  /^(FORBIDDEN|BAD_REQUEST|BODY_\w+|UNSUPPORTED_MEDIA_TYPE|VALIDATION_FAILED|ROUTE_NOT_FOUND|METHOD_\w+)$/;

/** Whether a rule is about several fields, of which each keeps its own: those of a batch, or the times of an event. */
const isAboutSeveral = ({ path, message }: BrokenRule): boolean =>
  path === '/body' ||
  // Null leaves it out beside startsAt alone.
  (path === '/body/date' && ['is required', 'must be string'].includes(message)) ||
  /come together|must be the day of startsAt|must be after startsAt|a rule of its times/.test(message);

function check(request: Generated, { status, body }: Answer): void {
  const { operationId, isBroken } = request;
  const told = { operationId, status, problem: body?.detail };
  const isBusy = process.env.WEATHER && body?.code === 'TRY_AGAIN';
  if (isBusy) return;
  expect({ ...told, fails: status >= 500 }).toEqual({ ...told, fails: false });
  // A cursor may be of another list, and a limit of more than a hundred may be accepted for CSV.
  const isOfAnotherKind = request.query.cursor || Number(request.query.limit) > page.limit.maximum;
  if (isOfAnotherKind && !isBroken) return;
  // The document describes rules about several fields in words alone.
  const broken: BrokenRule[] = body?.errors ?? [];
  if (!isBroken && broken.length > 0 && broken.every(isAboutSeveral)) return;
  expect({ ...told, isRefused: BROKEN.test(body?.code) }).toEqual({ ...told, isRefused: isBroken });
}

/** Most requests go to operations with many outcomes, and few to those that end an event. */
function weightOf({ method, path, operation }: Place): number {
  if (operation.tags?.includes('Registrations')) return 6;
  return operation.tags?.includes('Service') || method === 'DELETE' || path === '/users' ? 1 : 3;
}

test(
  'every request that the document allows, or almost allows, has an answer of the document, and none fails',
  async () => {
    const kinds = places.map(place => ({ weight: weightOf(place), arbitrary: requestTo(place) }));
    const requests = fc.array(fc.oneof(...kinds), { minLength: REQUESTS, maxLength: REQUESTS, size: 'max' });
    const eachOperation = fc.tuple(...places.map(requestTo));
    const property = fc.asyncProperty(requests, eachOperation, async (some, one) => {
      const given = new Given();
      const [eventId, userIds] = [await newEvent(), await newUsers(3)];
      for (const userId of userIds) given.learn('POST', await register(eventId, userId));
      for (const request of [...some, ...one]) check(request, await send(request, given));
    });
    const settings = { seed: Date.now() % 2 ** 31, ...runs(RUNS) };
    process.stderr.write(`FC_SEED=${settings.seed} sends the same requests again.\n`);
    await fc.assert(property, settings);
  },
  timeLimitMs(RUNS),
);
