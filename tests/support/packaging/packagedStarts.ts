import { type Called, NOTHING, REQUEST } from './packagedCalls.ts';

/** Lambda sets this while it starts a function. */
const STARTING = { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' };

/** Declares the tests of what packaged functions do before their first request. */
export function describeStarts(called: Called): void {
  test.each(['getRoot', 'getEvent'])('%s starts without the second HTTP client of Node', async key => {
    const { modules } = await called(key, NOTHING, { env: STARTING });
    expect(modules.filter(name => name.includes('undici'))).toEqual([]);
  });

  test.each(['getEvent', 'registerForEvent'])(
    '%s connects while it starts: its first request finds the connection open',
    async key => {
      const request = { ...REQUEST, body: '{ "userId": "ada" }' };
      const { answer, started, heard } = await called(key, NOTHING, { env: STARTING, request });
      expect(started).toEqual([expect.objectContaining({ started: true, durationMs: expect.any(Number) })]);
      expect(started[0]).not.toHaveProperty('failures');
      expect(answer).toMatchObject({ statusCode: 404 });
      expect(heard.map(({ operation }) => operation)).toEqual(['GET', 'BatchGetItem']);
      expect(heard[0]?.headers).not.toHaveProperty('authorization');
      expect(heard.map(({ connection }) => connection)).toEqual([1, 1]);
    },
  );

  test.each(['getRoot', 'getDocs', 'getDocsFile', 'getOpenApi', 'routeNotFound'])(
    '%s has nothing to do with the database when it starts',
    async key => {
      const { started, heard } = await called(key, NOTHING, { env: STARTING });
      expect(started).toHaveLength(1);
      expect(heard).toEqual([]);
    },
  );

  test('a database that does not answer keeps no function from starting, nor from its requests later', async () => {
    const { answer, started, heard } = await called('getEvent', NOTHING, { env: STARTING, health: 'hangs' });
    expect(started).toEqual([
      expect.objectContaining({ failures: expect.arrayContaining([expect.stringContaining('Error')]) }),
    ]);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard.map(({ operation }) => operation)).toEqual(['GET', 'BatchGetItem']);
  });

  test('a connection that is closed before the first request does not fail it', async () => {
    const { answer } = await called('getEvent', NOTHING, { env: STARTING, health: 'hangs up afterwards' });
    expect(answer).toMatchObject({ statusCode: 404 });
  });

  test('a packaged function that Lambda does not start asks for nothing before its first request', async () => {
    const { started, heard } = await called('getEvent', NOTHING);
    expect(started).toEqual([]);
    expect(heard.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
  });
}
