import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Webhook } from 'standardwebhooks';
import { signersOf } from '../lib/activity/webhookSecrets.ts';
import { portBeside, portOf } from './settings.ts';

const HOST = '127.0.0.1';
const port = receiverPort();
const webhook = webhookOf(process.env.WEBHOOK_SECRET);

type Notice = { type: string; data: { event: { eventId: string }; registration?: { userId: string } } };

/** Of two secrets it takes the newer one. Notices are signed with both. */
function webhookOf(secrets = ''): Webhook {
  try {
    const [newer] = signersOf(secrets, 'WEBHOOK_SECRET');
    return newer as Webhook;
  } catch (error) {
    return end(`${(error as Error).message} It must be that of npm start.`);
  }
}

function receiverPort(): number {
  try {
    return portOf('RECEIVER_PORT', process.env.RECEIVER_PORT, 4000);
  } catch (error) {
    return end((error as Error).message);
  }
}

function end(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const print = (...words: string[]) => process.stdout.write(`${words.join('  ')}\n`);

/** Verifies a notice and prints it, as the receiver of a deployed service would verify it and act on it. */
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const id = `(id ${request.headers['webhook-id']})`;
  try {
    const { type, data } = webhook.verify(body, request.headers as Record<string, string>) as Notice;
    print(type, ...(data.registration ? [data.registration.userId] : []), data.event.eventId, id);
    response.writeHead(204).end();
  } catch (error) {
    print('refused, its signature is wrong:', (error as Error).message, id);
    response.writeHead(401).end();
  }
}

createServer(receive)
  .once('error', () =>
    end(
      `Port ${port}, for the receiver, is taken by another program: choose another one, such as RECEIVER_PORT=${portBeside(port)}.`,
    ),
  )
  .listen(port, HOST, () => print(`Waiting for notices at http://${HOST}:${port}. Ctrl-C stops it.`));
