import { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { admitAtMost, type Entrance } from '../../local/crowdControl.ts';
import { passTime } from '../support/records/clock.ts';

const { jest } = import.meta;

afterEach(() => jest.restoreAllMocks());

/** A gateway for requests by hand. The path of a request is in `entered` after it was admitted. */
function entranceOf(many: number) {
  const listener = new EventEmitter();
  const entered: string[] = [];
  let onRequest: Parameters<Entrance['ext']>[1] | undefined;
  admitAtMost(many, {
    ext: (_point, handle) => {
      onRequest = handle;
    },
    listener: listener as Server,
  });
  const arrive = (path: string): EventEmitter => {
    const res = new EventEmitter();
    void onRequest?.({ path, raw: { res } }, { continue: Symbol('continue') }).then(() => entered.push(path));
    return res;
  };
  return { arrive, entered, listener };
}

test('only so many requests are admitted at once, the others follow in their order, and /health is always admitted', async () => {
  const { arrive, entered } = entranceOf(2);
  const [first] = ['/1', '/2', '/3', '/4'].map(arrive);
  arrive('/health');
  await nextTurn();
  expect(entered.toSorted()).toEqual(['/1', '/2', '/health']);
  first?.emit('close');
  await nextTurn();
  expect(entered.slice(3)).toEqual(['/3']);
});

test('a request whose client disconnects while it waits does not count', async () => {
  const { arrive, entered } = entranceOf(1);
  const [first, gone] = ['/1', '/2', '/3'].map(arrive);
  gone?.emit('close');
  first?.emit('close');
  await nextTurn();
  expect(entered).toEqual(['/1', '/2', '/3']);
});

test('while a crowd connects only /health is admitted, and then all requests are', async () => {
  const { arrive, entered, listener } = entranceOf(2);
  listener.emit('connection');
  arrive('/1');
  arrive('/health');
  await Promise.resolve();
  for (let turn = 0; turn < 5; turn += 1) {
    await nextTurn();
    listener.emit('connection');
  }
  expect(entered).toEqual(['/health']);
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  expect(entered).toEqual(['/health', '/1']);
});

test('a crowd that never stops connecting is admitted after ten seconds', async () => {
  const { arrive, entered, listener } = entranceOf(2);
  const connectOneATurn = async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      listener.emit('connection');
      await nextTurn();
    }
    listener.emit('connection');
  };
  listener.emit('connection');
  arrive('/1');
  await connectOneATurn();
  expect(entered).toEqual([]);
  passTime(10_000);
  await connectOneATurn();
  expect(entered).toEqual(['/1']);
});
