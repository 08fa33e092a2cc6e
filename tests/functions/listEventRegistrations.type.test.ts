import { handler } from '../../functions/listEventRegistrations.ts';
import { acceptCsv } from '../support/api/csv.ts';
import { expectBrokenRules, expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';
import { anEvent } from '../support/records/records.ts';

type Query = Record<string, string>;

const list = (eventId: string, query: Query = {}, headers: Query = acceptCsv) =>
  invoke(handler, { path: { eventId }, query, headers, rawPath: `/events/${eventId}/registrations` });

describe('the type of the answer', () => {
  const JSON_TYPE = 'application/json';
  const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

  test.each<[string, string]>([
    ['text/csv', CSV_TYPE],
    ['TEXT/CSV', CSV_TYPE],
    ['text/*', CSV_TYPE],
    ['text/csv;charset=utf-8', CSV_TYPE],
    ['text/csv, application/json;q=0.9', CSV_TYPE],
    ['application/json;q=0.1, text/csv;q=0.2', CSV_TYPE],
    ['text/csv, */*', CSV_TYPE],
    ['*/*', JSON_TYPE],
    ['', JSON_TYPE],
    ['text/html, application/xhtml+xml, */*;q=0.8', JSON_TYPE],
    ['application/json, text/csv', JSON_TYPE],
    ['text/csv;q=0.5, application/json', JSON_TYPE],
    ['text/csv;q=0, */*', JSON_TYPE],
    // A client that accepts neither gets JSON.
    ['image/png', JSON_TYPE],
    ['text/csv;q=0', JSON_TYPE],
    ['text/csv; header=absent', JSON_TYPE],
    ['?!"', JSON_TYPE],
  ])('for a client that accepts "%s" is %s', async (accept, type) => {
    const answer = await list(await anEvent(), {}, { accept });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': type, vary: 'Accept' } });
  });

  test('is JSON without the header', async () => {
    const answer = await list(await anEvent(), {}, {});
    expect(answer.headers).toMatchObject({ 'content-type': JSON_TYPE, vary: 'Accept' });
  });
});

describe('errors are problems, as for JSON', () => {
  test('404', async () => {
    const answer = await list('nowhere');
    expectProblem(answer, 'EVENT_NOT_FOUND', 'Event not found');
    expect(answer.headers.vary).toBe('Accept');
  });

  test.each(['0', '10001', '99999', 'ten', ''])('422 for a limit of "%s"', async limit => {
    const answer = await list('some-event', { limit, status: 'open', cursor: '!' });
    expectBrokenRules(answer, ['/query/limit', '/query/status', '/query/cursor']);
  });

  test('422 for a JSON page of more than 100 rows, while CSV takes it', async () => {
    const eventId = await anEvent();
    expectBrokenRules(await list(eventId, { limit: '101' }, {}), ['/query/limit']);
    for (const limit of ['101', '10000']) expect((await list(eventId, { limit })).status).toBe(200);
  });
});
