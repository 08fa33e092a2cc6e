import { handler } from '../../functions/getHealth.ts';
import { callsOf } from '../helpers/calls.ts';
import { invoke } from '../helpers/invoke.ts';

describe('200', () => {
  test('says that the service is healthy when the database answers, at the cost of one read', async () => {
    const calls = await callsOf(async () => {
      expect(await invoke(handler)).toMatchObject({ status: 200, body: { status: 'healthy' } });
    });
    expect(calls).toEqual(['BatchGetItem']);
  });
});
