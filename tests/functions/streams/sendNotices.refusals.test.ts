import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { anyFreePort } from '../../../local/ports.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { ALL_SENT, entriesOf, idsOf, sendNotices } from '../../support/records/notices.ts';
import { anEvent, registeredUsers } from '../../support/records/records.ts';
import { type Reaction, secret, withReceiver } from '../../support/servers/receiver.ts';

/** The entry of somebody who registers for an event. */
const aRegistration = () => entriesOf(async () => registeredUsers(await anEvent(), 1));

/** Refuses the first tries of each notice like this. */
const refuseFirst = (refusals: Reaction[]) => (_notice: unknown, count: number) => refusals[count - 1] ?? 200;

describe('a notice that is not accepted is sent again, with the same id', () => {
  test.each<[string, Reaction[]]>([
    ['two failures', [500, 503]],
    ['a refusal of the client’s fault', [404, 401]],
    ['too many requests', [429]],
    ['a redirect, which is not followed', [302, 308]],
    ['a connection that breaks', ['break', 'break']],
    ['no answer within 5 seconds', ['hang']],
  ])('after %s, and got once accepted', async (_name, refusals) => {
    const records = await aRegistration();
    await withReceiver(refuseFirst(refusals), async ({ environment, tries, accepted }) => {
      expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
      expect(tries.map(({ reaction }) => reaction)).toEqual([...refusals, 200]);
      expect(new Set(tries.map(({ id }) => id))).toEqual(new Set(idsOf(records)));
      expect(accepted()).toHaveLength(1);
    });
  });

  test('after a refused connection', async () => {
    const [records, port] = [await aRegistration(), await anyFreePort()];
    const ids: unknown[] = [];
    const server = createServer((request, response) => {
      ids.push(request.headers['webhook-id']);
      response.end();
    });
    const startServer = () => {
      if (!server.listening) server.listen(port, '127.0.0.1');
    };
    subscribe('undici:client:connectError', startServer);
    try {
      const environment = { WEBHOOK_URL: `http://127.0.0.1:${port}`, WEBHOOK_SECRET: secret };
      expect(await sendNotices(records, environment)).toMatchObject({ answer: ALL_SENT, logged: [] });
      expect(ids).toEqual(idsOf(records));
    } finally {
      unsubscribe('undici:client:connectError', startServer);
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('a cold start fails', () => {
  const good = { WEBHOOK_URL: 'http://127.0.0.1:9', WEBHOOK_SECRET: secret };

  test.each([
    ['without the secret', { ...good, WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET'],
    ['without the URL', { ...good, WEBHOOK_URL: '' }, 'WEBHOOK_URL'],
    ['with a secret that is not base64', { ...good, WEBHOOK_SECRET: 'whsec_not base64!' }, 'WEBHOOK_SECRET'],
    ['with a secret of no bytes', { ...good, WEBHOOK_SECRET: 'whsec_' }, 'WEBHOOK_SECRET'],
    ['with something that is no URL', { ...good, WEBHOOK_URL: 'somewhere' }, 'WEBHOOK_URL'],
    ['deployed with a URL of the machine', { ...good, WEBHOOK_SECRET_PARAMETER: '/secret' }, 'WEBHOOK_URL'],
  ])('%s, and says which setting is wrong', async (_name, environment, message) => {
    for (const path of ['streams/sendNotices', 'queues/resendNotices'] as const) {
      await expect(coldStart(path, environment, async () => {})).rejects.toThrow(message);
    }
  });
});
