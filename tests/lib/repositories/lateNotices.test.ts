import { withServer } from '../../simulator/faultyDatabase.ts';

test('a queue that never answers fails the call within seconds', async () => {
  await withServer(
    () => undefined,
    async url => {
      process.env.AWS_ENDPOINT_URL_SQS = url;
      process.env.AWS_MAX_ATTEMPTS = '1';
      process.env.LATE_NOTICES_URL = `${url}/000000000000/late-notices`;
      const { put } = await import('../../../lib/repositories/lateNotices.ts');
      await expect(put({})).rejects.toThrow('exceeded the configured 5000 ms requestTimeout');
    },
  );
});
