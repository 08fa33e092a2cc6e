import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Contention } from './contention.ts';
import type { ContentionOptions } from './contentionOptions.ts';
import type { Answer } from './exceptions.ts';
import { type Fault, faultsFrom } from './faults.ts';
import type { CarryOut } from './meter.ts';
import { randomOfPart } from './random.ts';
import { keyNamesOf, type TableKey } from './tableKeys.ts';
import type { Units } from './unitBuckets.ts';
import { type Call, callOf } from './wire.ts';

/** A forecast is plain data, so that it can be sent to another process. */
export type Forecast = {
  /** The same seed brings the same faults to the same requests in the same order. The default is random. */
  seed?: number | undefined;
  faults?: Fault[];
  contention?: ContentionOptions;
  /** The engine and its tables. The default is those of the tests. */
  engine?: string;
  tables?: TableKey[];
};

export type Weather = {
  url: string;
  seed: number;
  /** Counts faults by their kind, and contention by its answer. */
  happened: Record<string, number>;
  /** Returns the units that contention charged so far, or `undefined` if there is none. */
  consumed: () => Units | undefined;
  /** Returns how many requests there were so far. */
  calls: () => number;
  stop: () => Promise<void>;
};

/** This part of a seed drives contention. The parts from 0 up drive the faults. */
const CONTENTION = -1;

/** So many sockets may wait to be accepted, since the connections of a crowd come at once. */
const BACKLOG = 4096;

/** Starts a server in front of the engine, which does to requests what DynamoDB may do to them. */
export async function startWeather(forecast: Forecast = {}): Promise<Weather> {
  const { seed = Number(process.env.WEATHER_SEED ?? randomInt(2 ** 31)) } = forecast;
  const happened: Record<string, number> = {};
  const agent = new Agent({ keepAlive: true });
  const count = (what: string) => {
    happened[what] = (happened[what] ?? 0) + 1;
  };
  const { contention } = forecast;
  const crowd = contention && new Contention(randomOfPart(seed, CONTENTION), contention, count);
  const serve = serverOf({ ...forecast, seed }, agent, crowd, count);
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    // The caller may have given up the call.
    serve(request, response).catch(() => request.socket.destroy());
  });
  // The server keeps idle connections open, since closing one would be a further fault.
  server.keepAliveTimeout = 0;
  server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG });
  await once(server, 'listening');
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    agent.destroy();
    await closed;
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seed, happened, consumed: () => crowd?.consumed(), calls: () => calls, stop };
}

function serverOf(
  forecast: Forecast & { seed: number },
  agent: Agent,
  crowd: Contention | undefined,
  count: (what: string) => void,
) {
  const { seed, faults = [], engine = String(process.env.AWS_ENDPOINT_URL_DYNAMODB) } = forecast;
  const { tables = JSON.parse(process.env.TEST_TABLES ?? '[]') } = forecast;
  const keyNames = keyNamesOf(tables);
  const faultOf = faultsFrom(seed, faults);

  const answerTo = (call: Call): Promise<Answer> => {
    const carryOut: CarryOut = body => forward(engine, agent, call, body);
    return crowd ? crowd.answer(call, carryOut) : carryOut();
  };

  return async (request: IncomingMessage, response: ServerResponse) => {
    const call = callOf(request.headers, await buffer(request), keyNames);
    const strike = faultOf(call);
    if (strike) count(strike.kind);
    if (strike?.lateMs) await sleep(strike.lateMs);
    if (strike?.kind === 'cut') return request.socket.destroy();
    if (strike?.answer && strike.kind !== 'failureAfter') return send(response, strike.answer);
    const answer = await answerTo(call);
    if (strike?.kind === 'cutAfter') return request.socket.destroy();
    return send(response, strike?.answer ?? answer);
  };
}

/** Runs `work` with the URL of a database in this weather. If `work` fails, the seed is logged. */
export async function withWeather<Result>(
  forecast: Forecast,
  work: (url: string, weather: Weather) => Promise<Result>,
): Promise<Result> {
  const weather = await startWeather(forecast);
  try {
    return await work(weather.url, weather);
  } catch (error) {
    process.stderr.write(
      `The weather had the seed ${weather.seed}: WEATHER_SEED=${weather.seed} repeats it\n`,
    );
    throw error;
  } finally {
    await weather.stop();
  }
}

/** Answers without the time. A caller whose time is slowed down would take its clock for wrong, and any error for that. */
function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.sendDate = false;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

const SENT_ON = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target', 'x-amz-security-token'];
const SENT_BACK = ['content-type', 'x-amzn-requestid', 'x-amz-crc32'];

const some = (headers: IncomingMessage['headers'], names: string[]) =>
  Object.fromEntries(names.flatMap(name => (headers[name] ? [[name, String(headers[name])]] : [])));

/** Sends a request to the engine, with another body if one is given. */
const forward = (engine: string, agent: Agent, call: Call, body: string | Buffer = call.body) =>
  new Promise<Answer>((resolve, reject) => {
    const headers = { ...some(call.headers, SENT_ON), 'content-length': Buffer.byteLength(body) };
    ask(engine, { method: 'POST', agent, headers }, answer => {
      buffer(answer).then(
        bytes =>
          resolve({
            status: answer.statusCode ?? 500,
            headers: some(answer.headers, SENT_BACK),
            body: bytes,
          }),
        reject,
      );
    })
      .once('error', reject)
      .end(body);
  });
