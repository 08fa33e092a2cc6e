import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Inspect, type Parameters, withParameters } from '../../simulator/fakeParameters.ts';
import { withQueue } from '../../simulator/fakeQueue.ts';
import { logOf } from '../../support/api/log.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { deliver } from '../../support/records/streams.ts';
import {
  accept,
  PUBLIC_URL,
  publish,
  type Receiver,
  secret,
  withReceiver,
} from '../../support/servers/receiver.ts';

const { jest } = import.meta;

const NAME = '/event-management-api-test/webhook-secret';
const newer = `whsec_${randomBytes(24).toString('base64')}`;

/** The entries of so many people who register for an event. */
const registrations = (count = 1) => entriesOf(async () => registeredUsers(await anEvent(), count));

type Deployed = {
  handler: unknown;
  parameters: Parameters;
  receiver: Receiver;
  queue: { calls: unknown[] };
};
type Options = { inspect?: Inspect; changes?: Record<string, string> };

/** Tells a story to a deployed sendNotices, which has these parameters, a receiver and a queue. */
const withDeployed = (
  values: Record<string, string>,
  story: (deployed: Deployed) => Promise<void>,
  { inspect, changes }: Options = {},
) =>
  withReceiver(accept, receiver =>
    withQueue(queue =>
      withParameters(
        values,
        parameters => {
          publish(receiver.environment.WEBHOOK_URL);
          const settings = { WEBHOOK_URL: PUBLIC_URL, WEBHOOK_SECRET_PARAMETER: NAME, ...changes };
          const environment = { ...settings, ...queue.environment, ...parameters.environment };
          return coldStart('streams/sendNotices', environment, handler =>
            story({ handler, parameters, receiver, queue }),
          );
        },
        inspect,
      ),
    ),
  );

let clock: jest.SpiedFunction<typeof Date.now> | undefined;

/** Lets the five minutes pass for which a parameter is kept. */
function letParameterAge(): void {
  clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 300_001);
}

/** Receivers compare the time of a notice with their clock. */
function restoreClock(): undefined {
  clock?.mockRestore();
}

afterEach(() => jest.restoreAllMocks());

describe('a deployed function signs notices', () => {
  test('with the secret of its parameter, which it reads once for many notices', async () => {
    const [records, more] = [await registrations(3), await registrations()];
    await withDeployed({ [NAME]: secret }, async ({ handler, receiver, parameters }) => {
      for (const batch of [records, more]) expect(await deliver(handler, batch)).toEqual(ALL_SENT);
      expect(receiver.accepted()).toHaveLength(4);
      expect(parameters.calls).toEqual([{ Name: NAME, WithDecryption: true }]);
    });
  });

  test('with no secret of its environment', async () => {
    const records = await registrations();
    const changes = { WEBHOOK_SECRET: newer };
    const story = async ({ handler, receiver }: Deployed) => {
      expect(await deliver(handler, records)).toEqual(ALL_SENT);
      expect(receiver.accepted()).toHaveLength(1);
    };
    await withDeployed({ [NAME]: secret }, story, { changes });
  });

  test('with changed secrets after five minutes at the latest', async () => {
    const [records, more] = [await registrations(), await registrations()];
    const story = async ({ handler, parameters: { values } }: Deployed) => {
      expect(await deliver(handler, records)).toEqual(ALL_SENT);
      values[NAME] = secret;
      letParameterAge();
      expect(await deliver(handler, more)).toEqual(ALL_SENT);
      expect(signersOfNotices()).toEqual([[newer, secret], [secret]]);
    };
    await withDeployed({ [NAME]: `${newer} ${secret}` }, story, { inspect: restoreClock });
  });
});

/** The secrets that signed each notice that was sent, in the order of its signatures. */
const signersOfNotices = () =>
  jest.mocked(fetch).mock.calls.map(([, { headers, body } = {}]) => {
    const all = headers as Record<string, string>;
    const time = new Date(Number(all['webhook-timestamp']) * 1000);
    const signedBy = (one: string) => new Webhook(one).sign(String(all['webhook-id']), time, String(body));
    const signatures = all['webhook-signature']?.split(' ') ?? [];
    return signatures.map(signature => [newer, secret].find(one => signedBy(one) === signature));
  });

test('while there are two secrets on a developer’s machine, each notice has the signatures of both, the newer first', async () => {
  const records = await registrations(2);
  await withReceiver(accept, async ({ environment, accepted }) => {
    publish(environment.WEBHOOK_URL);
    const both = { ...environment, WEBHOOK_SECRET: `${newer}\n${secret}\n` };
    expect(await sendNotices(records, both)).toMatchObject({ answer: ALL_SENT });
    expect(accepted()).toHaveLength(2);
  });
  expect(signersOfNotices()).toEqual(Array(2).fill([newer, secret]));
});

/** It is in each wrong secret, and must not be in a log. */
const CANARY = 'Y2FuYXJ5Y2FuYXJ5';
const LONG = CANARY.repeat(2);

/** What is wrong with a parameter. It may have a value nevertheless. */
type Fault = { value?: string; refusal?: string };

describe('when the secret cannot be used, no change is lost', () => {
  test.each<[string, Fault]>([
    ['there is no such parameter', {}],
    ['the function may not read it', { value: LONG, refusal: 'AccessDeniedException' }],
    ['SSM does not answer', { value: LONG, refusal: 'hang' }],
    ['it has fewer than 24 bytes', { value: `whsec_${CANARY}` }],
    ['it is not base64', { value: `${LONG}!` }],
    ['it is empty', { value: ' ' }],
    ['there are three of them', { value: `${LONG} ${LONG} ${LONG}` }],
  ])(
    'when %s, changes fail with one line that names the parameter, and are sent later',
    async (_name, fault) => {
      const records = await registrations(3);
      let { refusal } = fault;
      const inspect = () => {
        restoreClock();
        return refusal;
      };
      const story = async ({ handler, queue, receiver, parameters: { values, calls } }: Deployed) => {
        const log = await logOf(async () => {
          await expect(deliver(handler, records)).rejects.toThrow('All records failed processing');
        });
        expect(log.map(({ code }) => code)).toEqual(['RECORD_FAILED']);
        expect(log[0].causes[0].message).toContain(NAME);
        expect(JSON.stringify(log)).not.toContain(CANARY);
        expect({ tries: receiver.tries, queued: queue.calls }).toEqual({ tries: [], queued: [] });
        expect(calls.length).toBeLessThanOrEqual(2);
        [refusal, values[NAME]] = [undefined, secret];
        letParameterAge();
        expect(await deliver(handler, records)).toEqual(ALL_SENT);
        expect(receiver.accepted()).toHaveLength(3);
      };
      await withDeployed({ ...(fault.value && { [NAME]: fault.value }) }, story, { inspect });
    },
  );
});
