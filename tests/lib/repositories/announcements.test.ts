import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { TABLES } from '../../../lib/dynamo/client.ts';
import { batchGet } from '../../../lib/dynamo/read.ts';
import * as announcements from '../../../lib/repositories/announcements.ts';
import { callsOf } from '../../simulator/calls.ts';
import { forward, withServer } from '../../simulator/faultyDatabase.ts';
import { at } from '../../support/records/records.ts';

const anAnnouncement = (fields: Partial<announcements.Item> = {}): announcements.Item => ({
  announcementId: randomUUID(),
  eventId: randomUUID(),
  type: 'event.updated',
  time: at(1),
  data: { event: { title: 'New' }, previous: { title: 'Old' } },
  expiresAt: 2_000_000_000,
  ...fields,
});

const some = (count: number) => Array.from({ length: count }, () => anAnnouncement());

async function stored(items: announcements.Item[]) {
  const refs = items.map(({ announcementId }) => ({ table: TABLES.announcements, key: { announcementId } }));
  const found = await batchGet(refs, { consistent: true });
  return refs.map(ref => found(ref));
}

test('putAll stores more announcements than one call takes, in as few calls as possible', async () => {
  const items = some(60);
  expect(await callsOf(() => announcements.putAll(items))).toEqual(Array(3).fill('BatchWriteItem'));
  expect(await stored(items)).toEqual(items);
});

test('putAll stores an announcement once, however often it is put', async () => {
  const items = some(3);
  await announcements.putAll(items);
  await announcements.putAll([...items.slice(1), anAnnouncement()]);
  expect(await stored(items)).toEqual(items);
});

test('putAll makes no call when there is nothing to put', async () => {
  expect(await callsOf(() => announcements.putAll([]))).toEqual([]);
});

const batchIn = (body: string): object[] => JSON.parse(body).RequestItems[TABLES.announcements];

test('putAll puts again what the database had no capacity for, and only that', async () => {
  const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const items = some(5);
  const batches: object[][] = [];
  const listener: RequestListener = async (request, response) => {
    const body = await text(request);
    batches.push(batchIn(body));
    if (batches.length > 1) return forward(engine, request, body, response);
    const UnprocessedItems = { [TABLES.announcements]: batchIn(body).slice(2) };
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ UnprocessedItems }));
  };
  await withServer(listener, async url => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
    try {
      import.meta.jest.resetModules();
      const { putAll } = await import('../../../lib/repositories/announcements.ts');
      await putAll(items);
    } finally {
      process.env.AWS_ENDPOINT_URL_DYNAMODB = engine;
    }
  });
  expect(batches).toEqual([batches[0], batches[0]?.slice(2)]);
  expect((await stored(items)).slice(2)).toEqual(items.slice(2));
});
