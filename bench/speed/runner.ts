import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Reply, Start, Timed } from './instance.ts';

// The process of an instance, as Lambda has it: it imports the handler, then answers the events that it was started
// with, and then those of each line that it reads. Its replies go to a pipe of their own, since functions write lines to
// stdout. bench/speed/runner.py does the same for Python.

/** The pipe for replies, by its number. */
const REPLIES = 3;
const TIMEOUT_MS = 20_000;

const { file, events }: Start = JSON.parse(process.argv[2] ?? '{}');
const begun = performance.now();
const { handler } = await import(file);
const importMs = performance.now() - begun;
let firstAt = 0;

async function answered(event: APIGatewayProxyEventV2): Promise<Timed> {
  const sent = performance.now();
  const context = {
    awsRequestId: 'bench',
    getRemainingTimeInMillis: () => TIMEOUT_MS - (performance.now() - sent),
  };
  const { statusCode, body }: APIGatewayProxyStructuredResultV2 = await handler(event, context);
  const at = performance.now();
  firstAt ||= at;
  return { ms: at - sent, status: statusCode ?? 200, body: body ?? '' };
}

async function reply(requests: APIGatewayProxyEventV2[]): Promise<void> {
  const answers: Timed[] = [];
  for (const event of requests) answers.push(await answered(event));
  const told: Reply = {
    importMs,
    coldMs: firstAt - begun,
    firstAt: performance.timeOrigin + firstAt,
    answers,
  };
  writeSync(REPLIES, `${JSON.stringify(told)}\n`);
}

await reply(events);
for await (const line of createInterface({ input: process.stdin })) await reply(JSON.parse(line));
process.exit();
