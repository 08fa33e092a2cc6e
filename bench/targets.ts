import { duration, targetLine } from './figures.ts';
import { MODES } from './scenario.ts';
import { answersPerSecond, type Comparison, waitedMs } from './table.ts';

const LAST_ANSWER_MS = 10_000;
const CROWD_SIZE = 500;
const MIN_ANSWERS_PER_SECOND = 200;

/** Durations are random: a quarter more or less means nothing. */
const NEARLY = 1.25;

/** The modes of the service itself. */
const SERVICE = ['one process', 'instances'] as const;

/** Writes which targets the service reached in these runs. */
export function targetsOf(comparisons: Comparison[]): string {
  const atOnce = comparisons.filter(({ scenario }) => scenario.overMs === 0);
  const crowds = atOnce.filter(({ scenario }) => scenario.people >= CROWD_SIZE);
  const statuses = comparisons.flatMap(({ results }) =>
    SERVICE.flatMap(mode => results[mode].registered.map(({ answer }) => answer.status)),
  );
  const lines = [
    targetLine(
      statuses.every(status => status < 500 || status === 503),
      'nobody is answered a 5xx but 503',
    ),
    ...crowds.flatMap(crowdTargets),
    ...atOnce.filter(({ scenario }) => scenario.people === 1).map(quietTarget),
  ];
  const broken = comparisons.flatMap(({ results }) => MODES.flatMap(mode => results[mode].broken));
  lines.push(targetLine(broken.length === 0, 'seats, counters, rows and answers agree after each run'));
  return [...lines, ...broken.map(text => `         ${text}`)].join('\n');
}

function crowdTargets({ scenario: { people, events, hasWaitlist }, results }: Comparison): string[] {
  return SERVICE.flatMap(mode => {
    const where = `${people} people, ${events > 1 ? `${events} events` : 'one event'}${hasWaitlist ? ' with a waitlist' : ''}, ${mode}`;
    const lastMs = waitedMs(results[mode], 1);
    const speed = Math.round(answersPerSecond(results[mode]));
    return [
      targetLine(lastMs <= LAST_ANSWER_MS, `${where}: the last answer within 10 s (${duration(lastMs)})`),
      targetLine(
        speed >= MIN_ANSWERS_PER_SECOND,
        `${where}: at least ${MIN_ANSWERS_PER_SECOND} answers a second (${speed})`,
      ),
    ];
  });
}

function quietTarget({ results }: Comparison): string {
  const [offMs, onMs] = [waitedMs(results.transactions, 0.5), waitedMs(results.instances, 0.5)];
  return targetLine(
    onMs <= NEARLY * offMs,
    `one person: as fast as by transactions alone (${duration(onMs)}, ${duration(offMs)})`,
  );
}
