import { type Answer, call, type TestRequest } from '../support/api/invoke.ts';
import { coldStart } from '../support/records/coldStart.ts';

const APP = 'https://app.example';
const SHOP = 'https://shop.example';
const STRANGER = 'https://stranger.example';

/** The answer to a page of an origin, where pages of some origins may call the API. */
function answerTo(origin: string, allowed: string[], request: TestRequest = {}): Promise<Answer> {
  const headers = { ...(origin && { origin }), ...request.headers };
  return coldStart('routeNotFound', { ALLOWED_ORIGINS: allowed.join(',') }, handler =>
    call(handler, { rawPath: '/nowhere', ...request, headers }),
  );
}

/** A preflight is answered 204, and what no route takes 404. */
const requests: [string, TestRequest][] = [
  ['a preflight', { method: 'OPTIONS', headers: { 'access-control-request-headers': 'authorization' } }],
  ['another request', {}],
];

describe.each(requests)('%s', (_name, request) => {
  test.each([APP, STRANGER, ''])('of %p is told the single origin that may call', async origin => {
    const { headers } = await answerTo(origin, [APP], request);
    expect(headers).toMatchObject({ 'access-control-allow-origin': APP });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each([APP, SHOP])('of %p is told its own origin, one of several', async origin => {
    const { headers } = await answerTo(origin, [APP, SHOP], request);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      vary: expect.stringContaining('Origin'),
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test.each([STRANGER, '', 'null', `${APP}.example`, 'https://xapp.example', 'http://app.example'])(
    'of %p is told no origin of several, and that others may be',
    async origin => {
      const { headers } = await answerTo(origin, [APP, SHOP], request);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers.vary).toContain('Origin');
    },
  );
});

test('a preflight allows the headers that a page asks for, whatever the origins', async () => {
  const { status, headers } = await answerTo(APP, [APP, SHOP], {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'authorization,x-own' },
  });
  expect({ status, headers }).toMatchObject({
    status: 204,
    headers: { 'access-control-allow-headers': 'authorization,x-own' },
  });
  expect(headers.vary?.split(/, */).sort()).toEqual(['Access-Control-Request-Headers', 'Origin']);
});

test('a function does not start with origins that are none', async () => {
  await expect(answerTo(APP, ['app.example'])).rejects.toThrow('Set allowedOrigins');
});
