import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../servers/npmStart.ts';
import type { Told } from './listeningDatabase.ts';
import { type Called, NOTHING, REQUEST } from './packagedCalls.ts';

const error = (name: string, more = {}, status = 400): Told => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'It failed.', ...more },
});

const NEW_EVENT = {
  eventId: 'meetup',
  title: 'Meetup',
  description: 'Talks',
  date: '2027-05-01',
  location: 'Hall',
  organizer: 'Group',
  capacity: 1,
};

/** Declares the tests of how packaged functions call the database. */
export function describeCalls(called: Called): void {
  test('a packaged function signs its calls with the credentials of its environment, and sends its token', async () => {
    const { answer, heard } = await called('getEvent', NOTHING);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
    expect(heard[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/Credential=AKIAOFTHEROLE\/\d{8}\/eu-central-1\/dynamodb\//),
      'x-amz-security-token': 'token-of-the-role',
    });
  });

  test('a packaged function finds no credentials elsewhere', async () => {
    const HOME = await temporaryFolder();
    await mkdir(join(HOME, '.aws'));
    const profile = '[default]\naws_access_key_id = AKIAOFAPERSON\naws_secret_access_key = secret\n';
    await writeFile(join(HOME, '.aws', 'credentials'), profile);
    const env = { HOME, AWS_ACCESS_KEY_ID: undefined };
    const { answer, errors, heard } = await called('getEvent', NOTHING, { env });
    expect(answer).toMatchObject({ statusCode: 500 });
    expect(errors).toMatchObject([
      { code: 'INTERNAL_ERROR', causes: [{ name: 'CredentialsProviderError' }] },
    ]);
    expect(heard).toEqual([]);
  });

  test('a packaged function tries a call again that failed for a moment', async () => {
    const tell = (_operation: string, n: number) => (n < 3 ? error('ThrottlingException') : { body: {} });
    const { answer, heard, logged } = await called('getEvent', tell);
    expect(answer).toMatchObject({ statusCode: 404 });
    expect(heard).toHaveLength(3);
    expect(logged).toContainEqual(expect.objectContaining({ calls: 3, retries: 2 }));
  });

  test('a packaged function reads the items that a refused transaction returns', async () => {
    const reason = {
      Code: 'ConditionalCheckFailed',
      Item: { eventId: { S: 'meetup' }, status: { S: 'active' } },
    };
    const refused = error('TransactionCanceledException', { CancellationReasons: [reason, reason] });
    const request = { ...REQUEST, body: JSON.stringify(NEW_EVENT) };
    const { answer } = await called('createEvent', () => refused, { request });
    expect(answer).toMatchObject({ statusCode: 409 });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'EVENT_ALREADY_EXISTS' });
  });

  test.each(['ResourceNotFoundException', 'AccessDeniedException', 'ErrorOfTheFuture'])(
    'the log of a packaged function has the name of the error %s',
    async name => {
      const { answer, errors } = await called('getEvent', () => error(name));
      expect(answer).toMatchObject({ statusCode: 500 });
      expect(errors).toMatchObject([{ code: 'INTERNAL_ERROR', causes: [{ name, message: 'It failed.' }] }]);
    },
  );
}
