import validate from '#build/validators/getRoot.js';
import { ApiError, ERRORS, type ErrorCode } from '../../../lib/core/errors.ts';
import { endpoint } from '../../../lib/handlers/endpoint.ts';
import { UUID_V4 } from '../../support/api/expectations.ts';
import { type Answer, call } from '../../support/api/invoke.ts';
import { logOf } from '../../support/api/log.ts';

async function answerTo(thrown: unknown): Promise<{ answer: Answer; log: Answer['body'][] }> {
  const handler = endpoint(validate, () => {
    throw thrown;
  });
  let answer: Answer | undefined;
  const log = await logOf(async () => {
    answer = await call(handler);
  });
  return { answer: answer as Answer, log };
}

describe.each(Object.entries(ERRORS) as [ErrorCode, number][])('%s', (code, status) => {
  test(`is a problem of status ${status}, with CORS headers and headers of its own`, async () => {
    const headers = { 'Retry-After': '7' };
    const { answer } = await answerTo(new ApiError(code, 'A sentence.', { headers }));
    expect(answer).toEqual({
      status,
      headers: expect.objectContaining({
        'content-type': 'application/problem+json',
        'access-control-allow-origin': '*',
        'retry-after': '7',
      }),
      body: {
        type: 'about:blank',
        title: expect.any(String),
        status,
        detail: 'A sentence.',
        code,
        requestId: expect.stringMatching(UUID_V4),
      },
    });
  });

  test(`${status < 500 ? 'is not logged' : 'is logged with its causes'}`, async () => {
    const { answer, log } = await answerTo(
      new ApiError(code, 'A sentence.', { cause: new Error('The cause') }),
    );
    const line = {
      level: 'error',
      code,
      requestId: answer.body.requestId,
      causes: [{ message: 'A sentence.' }, { message: 'The cause' }],
    };
    expect(log).toMatchObject(status < 500 ? [] : [line]);
    expect(log).toHaveLength(status < 500 ? 0 : 1);
  });
});

test('a problem lists the broken rules if there are any', async () => {
  const errors = [{ path: '/query/cursor', message: 'must be a cursor' }];
  const { answer } = await answerTo(new ApiError('VALIDATION_FAILED', 'A sentence.', { errors }));
  expect(answer.body.errors).toEqual(errors);
});

const secret = 'secret-table';

test.each<[string, unknown]>([
  ['an error', new Error(secret)],
  ['an error with a status of its own', Object.assign(new Error(secret), { statusCode: 403, expose: true })],
  ['an error with a body of its own', Object.assign(new Error(`{"secret":"${secret}"}`), { status: 418 })],
  ['an error of the SDK', Object.assign(new Error(secret), { name: 'ResourceNotFoundException' })],
  ['an error with a cause', new Error('outside', { cause: new TypeError(secret) })],
  ['a text', secret],
])('answers a 500 that shows nothing of %s, and logs all of it', async (_name, thrown) => {
  const { answer, log } = await answerTo(thrown);
  expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR', status: 500 } });
  expect(answer.headers['access-control-allow-origin']).toBe('*');
  expect(answer.body.detail).toContain(answer.body.requestId);
  expect(JSON.stringify(answer)).not.toMatch(/secret|outside|ResourceNotFound|problem\.test/);
  expect(log).toMatchObject([{ code: 'INTERNAL_ERROR', requestId: answer.body.requestId }]);
  expect(JSON.stringify(log)).toContain(secret);
});

test.each([undefined, null, 5, {}])('answers a 500 when %p is thrown', async thrown => {
  const { answer, log } = await answerTo(thrown);
  expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL_ERROR' } });
  expect(log).toHaveLength(1);
});
