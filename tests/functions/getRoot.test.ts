import { handler } from '../../functions/getRoot.ts';
import manifest from '../../package.json' with { type: 'json' };
import { callsOf } from '../simulator/calls.ts';
import { expectAnswer } from '../support/api/expectations.ts';
import { invoke } from '../support/api/invoke.ts';

describe('200', () => {
  test('answers the name and the version of the service, without a call to the database', async () => {
    const calls = await callsOf(async () =>
      expectAnswer(await invoke(handler), 200, {
        message: 'Event Management API',
        version: manifest.version,
      }),
    );
    expect(calls).toEqual([]);
  });
});
