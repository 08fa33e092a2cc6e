import { handler } from '../../functions/routeNotFound.ts';
import { expectProblem } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';

/** What the gateway says of a request by its own domain, with a stage, and by a domain of the owner's. */
const ofStage = {
  stage: 'prod',
  apiId: 'a1b2c3',
  domainName: 'a1b2c3.execute-api.eu-central-1.amazonaws.com',
  domainPrefix: 'a1b2c3',
};

const ofDomain = { stage: '$default', apiId: 'a1b2c3', domainName: 'api.example', domainPrefix: 'api' };

describe.each([
  ['a stage', '/prod', ofStage],
  ['a base path', '/tickets', ofDomain],
  ['a base path of two segments', '/tickets/v1', ofDomain],
  ['a domain without a base path', '', ofDomain],
  ['a stage and a base path', '/tickets', { ...ofDomain, stage: 'prod' }],
])('behind %s', (_name, base, requestContext) => {
  const asked = (method: string, path: string) =>
    invoke(handler, { method, rawPath: `${base}${path}`, requestContext });

  test.each([
    ['POST', '/', 'GET, HEAD'],
    ['POST', '/health', 'GET, HEAD'],
    ['DELETE', '/events', 'POST, GET, HEAD'],
    ['POST', '/events/some-event', 'GET, HEAD, PUT, DELETE'],
    ['GET', '/events/some-event/register', 'POST'],
    ['PUT', '/users/events/registrations', 'GET, HEAD'],
  ])('takes no %s %s, and names the methods that it takes', async (method, path, methods) => {
    const answer = await asked(method, path);
    expectProblem(answer, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.allow).toBe(`${methods}, OPTIONS`);
    expect(answer.body.detail).toContain(`${base}${path} `);
  });

  test.each(['/nowhere', '/events/some-event/seats', '/Events'])('knows no GET or PUT %s', async path => {
    for (const method of ['GET', 'PUT']) {
      expectProblem(await asked(method, path), 'ROUTE_NOT_FOUND');
    }
  });

  test.each(['/events', '/docs', '/users/ada', '/events/some-event/registrations'])(
    'sends %s with a slash at its end to the path without it',
    async path => {
      const { status, headers } = await asked('GET', `${path}/`);
      expect(status).toBe(308);
      const { pathname } = new URL(headers.location ?? '', `http://api.test${base}${path}/`);
      expect(pathname).toBe(`${base}${path}`);
    },
  );
});

test('a path that ends like a route which takes the method is unknown: the gateway would have known that route', async () => {
  for (const requestContext of [ofStage, ofDomain]) {
    const answer = await invoke(handler, { method: 'GET', rawPath: '/other/events', requestContext });
    expectProblem(answer, 'ROUTE_NOT_FOUND');
  }
});

test.each(['/other/events', '/production/events', '/tickets/prod/events'])(
  "PUT %s is unknown by the gateway's own domain, which has no base paths",
  async rawPath => {
    const answer = await invoke(handler, { method: 'PUT', rawPath, requestContext: ofStage });
    expectProblem(answer, 'ROUTE_NOT_FOUND');
  },
);
