import { readdir } from 'node:fs/promises';
import { requests } from '../../schemas/requests.ts';
import { REQUESTS, STORY, storyRequest } from '../support/api/requestStory.ts';

test('there is a request for each function', async () => {
  const files = await readdir(REQUESTS);
  expect(files.sort()).toEqual(
    Object.keys(requests)
      .map(operationId => `${operationId}.json`)
      .sort(),
  );
});

test.each(Object.entries(STORY))('the request for %s is answered with a %i', async (operationId, status) => {
  const request = JSON.parse(await storyRequest(operationId));
  const { handler } = await import(`../../functions/${operationId}.ts`);
  const context = { awsRequestId: 'test-request', getRemainingTimeInMillis: () => 10_000 };
  expect(await handler(request, context)).toMatchObject({ statusCode: status });
});
