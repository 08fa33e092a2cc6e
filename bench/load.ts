import { LocalError } from '../local/localError.ts';
import { duration, percentile, statusesOf } from './figures.ts';
import { type Api, apiAt } from './load/api.ts';
import { checkDrop, findingLine } from './load/check.ts';
import { type Answered, type Drop, makeDrop, newDrop, registerAll, removeDrop } from './load/drop.ts';
import { HELP, type Load, loadOptions } from './load/options.ts';
import { progress } from './progress.ts';

/** A crowd that was ended by Ctrl-C ends with the code of that signal. */
const INTERRUPTED = 130;

/** A crowd whose requests were sent later than this did not come as it should. */
const MAX_LATE_MS = 500;

const say = (text: string) => process.stdout.write(`${text}\n`);

/** npm hands Ctrl-C on to a process that gets it from the terminal too. Both together are one. */
const SAME_CTRL_C_MS = 1000;

/** Returns a signal that Ctrl-C gives. A second Ctrl-C ends the process at once. */
function interruption(prefix: string): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt < SAME_CTRL_C_MS) return;
      progress(`Ended at once. Whatever is left has an id that begins with ${prefix}.`);
      process.exit(INTERRUPTED);
    }
    progress('Stopping … Ctrl-C again ends it at once, and leaves what was made.');
    process.exitCode = INTERRUPTED;
    firstAt = performance.now();
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return controller.signal;
}

function report(answered: Answered[]): string {
  const waits = answered
    .map(({ sentAt, answeredAt }) => answeredAt - sentAt)
    .sort((one, other) => one - other);
  const begunAt = Math.min(...answered.map(({ sentAt }) => sentAt));
  const overMs = Math.max(...answered.map(({ answeredAt }) => answeredAt)) - begunAt;
  const lateMs = Math.max(...answered.map(one => one.lateMs));
  return [
    `${answered.length} people were answered within ${duration(overMs)}: ${Math.round((answered.length * 1000) / overMs)} answers a second`,
    `p50 ${duration(percentile(waits, 0.5))}, p99 ${duration(percentile(waits, 0.99))}`,
    statusesOf(answered.map(({ reply }) => reply.status)),
    ...(lateMs > MAX_LATE_MS
      ? [
          `Some were sent up to ${duration(lateMs)} late, since as many requests as --concurrency allows were under way.`,
        ]
      : []),
  ].join('\n');
}

/** Removes a drop, or tells what is left of it. */
async function removeOrTell(api: Api, drop: Drop, { isKept, concurrency }: Load): Promise<void> {
  if (isKept) {
    say(`Kept: the event ${drop.eventId}, and its people from ${drop.userIds[0]} on.`);
    return;
  }
  try {
    await removeDrop(api, drop, concurrency);
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    progress(`${error.message} Whatever is left has an id that begins with ${drop.eventId}.`);
    process.exitCode = 1;
  }
}

async function run(load: Load): Promise<void> {
  const api = apiAt(load.url, load.headers);
  await api.ensureThere();
  const drop = newDrop(load.people);
  const signal = interruption(drop.eventId);
  try {
    await makeDrop(api, drop, load, signal);
    const answered = await registerAll(api, drop, load, signal);
    if (signal.aborted) return;
    say(report(answered));
    const findings = await checkDrop(api, drop, load.seats, answered);
    say(findings.map(findingLine).join('\n'));
    if (findings.some(({ isKept }) => !isKept)) process.exitCode = 1;
  } finally {
    await removeOrTell(api, drop, load);
  }
}

try {
  const load = loadOptions(process.argv.slice(2));
  if (load.kind === 'help') say(HELP);
  else await run(load);
} catch (error) {
  if (!(error instanceof LocalError)) throw error;
  process.stderr.write(`${error.message}\n--help shows the options.\n`);
  process.exitCode = 1;
}
