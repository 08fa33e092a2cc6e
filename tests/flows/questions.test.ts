import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import {
  expectSoundEvent,
  forEach,
  newEvent,
  newUsers,
  noticesOf,
  send,
  succeed,
} from '../support/api/client.ts';
import { expectBrokenRules } from '../support/api/expectations.ts';
import { ANSWERS, QUESTIONS } from '../support/api/questions.ts';
import { tokenHeader } from '../support/api/token.ts';
import { until } from '../support/servers/processes.ts';

const answer = (eventId: string, userId: string, answers: object) =>
  send('POST', `/events/${eventId}/registrations`, { userId, answers });

const SIZE = { key: 'size', label: 'Size?', type: 'number', required: true };

test('a crowd answers while the questions change, and nobody has a seat by answers that were not asked for', async () => {
  const [eventId, userIds] = [await newEvent({ capacity: 500, questions: QUESTIONS }), await newUsers(120)];
  const edit = succeed('PUT', `/events/${eventId}`, { questions: [...QUESTIONS, SIZE] });
  const answers = await Promise.all(userIds.map(userId => answer(eventId, userId, ANSWERS)));
  await edit;
  const late = await answer(eventId, (await newUsers(1))[0] ?? '', ANSWERS);
  expectBrokenRules(late, ['/body/answers/size']);
  for (const one of answers.filter(({ status }) => status !== 201))
    expectBrokenRules(one, ['/body/answers/size']);
  const again = userIds.filter((_, n) => answers[n]?.status !== 201);
  await forEach(again, 20, async userId => {
    expect((await answer(eventId, userId, { ...ANSWERS, size: 5 })).status).toBe(201);
  });
  expect(await succeed('GET', `/events/${eventId}`)).toMatchObject({ registeredCount: userIds.length });
  await expectSoundEvent(eventId);
});

/** Downloads a list, as a browser does from a link. */
async function download(path: string): Promise<Buffer> {
  const url = new URL(path, process.env.TEST_URL);
  const headers = await tokenHeader({ method: 'GET', path: url.href, headers: {} });
  const response = await fetch(url, { headers });
  expect(response.headers.get('content-disposition')).toMatch(/\.csv"$/);
  return Buffer.from(await response.arrayBuffer());
}

const READ =
  'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))';

test('a list that is downloaded by a link is read by other programs as it was written', async () => {
  const eventId = await newEvent({ questions: QUESTIONS });
  const userId = `zoe-${eventId}`;
  await succeed('POST', '/users', { userId, name: 'Zoë "Ж" 🎉, Müller' });
  expect((await answer(eventId, userId, { ...ANSWERS, note: '=HYPERLINK("x")' })).status).toBe(201);
  const bytes = await download(`/events/${eventId}/registrations?format=csv&include=user`);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const rows = parse(bytes, { bom: true, columns: true });
  expect(rows).toMatchObject([
    { userId, name: 'Zoë "Ж" 🎉, Müller', 'answers.note': '\'=HYPERLINK("x")', 'answers.guests': '-2' },
  ]);
  const file = join(await mkdtemp(join(tmpdir(), 'event-management-api-csv-')), 'list.csv');
  await writeFile(file, bytes);
  const { stdout } = await promisify(execFile)('python3', ['-c', READ, file]);
  expect(JSON.parse(stdout)).toEqual(rows);
});

test('neither notices nor histories have answers or questions', async () => {
  const note = 'nobody-else-reads-this';
  const [eventId, [userId = '']] = [await newEvent({ questions: QUESTIONS }), await newUsers(1)];
  expect((await answer(eventId, userId, { ...ANSWERS, note })).status).toBe(201);
  await succeed('PUT', `/events/${eventId}`, { title: 'Another' });
  await until(async () => (await noticesOf(eventId)).length >= 2);
  const told = JSON.stringify([
    await noticesOf(eventId),
    await succeed('GET', `/events/${eventId}/history`),
    await succeed('GET', `/users/${userId}/history`),
  ]);
  expect(told).toContain(userId);
  for (const text of [note, 'answers', 'questions', 'What will you eat?']) expect(told).not.toContain(text);
});
