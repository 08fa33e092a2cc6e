import { duration, targetLine } from '../figures.ts';
import { type Outcome, STARTS, type Start } from './sellout.ts';
import { answeredMs, waitedMs } from './table.ts';

/** The largest sell-out may take this many times as long as the smallest one. */
const MAX_RATIO = 1.5;

/** An answer takes less than this for 99 of 100 people. */
const MAX_P99_MS: Record<Start, number> = { fresh: 2000, warm: 500 };

/** Writes which targets the service reached. */
export function serviceTargets(outcomes: Outcome[]): string[] {
  const ofService = outcomes.filter(({ sellout }) => sellout.way === 'service');
  return [...STARTS.flatMap(start => ratioTarget(start, ofService)), ...ofService.flatMap(answerTargets)];
}

/** Writes whether order and invariants held, which they must however people register. */
export function invariantTargets(outcomes: Outcome[]): string[] {
  const broken = outcomes.flatMap(outcome => outcome.broken);
  const overtakers = outcomes.reduce((sum, outcome) => sum + outcome.overtakers, 0);
  return [
    targetLine(overtakers === 0, `nobody overtakes somebody who was told to wait before (${overtakers})`),
    targetLine(broken.length === 0, 'seats, counters, rows and answers agree after each run'),
    ...broken.map(text => `         ${text}`),
  ];
}

function ratioTarget(start: Start, outcomes: Outcome[]): string[] {
  const bySize = outcomes
    .filter(({ sellout }) => sellout.start === start)
    .sort((one, other) => one.sellout.seats - other.sellout.seats);
  const [smallest, largest] = [bySize[0], bySize.at(-1)];
  if (!smallest || !largest || smallest === largest) return [];
  const ratio = answeredMs(largest) / answeredMs(smallest);
  return [
    targetLine(
      ratio <= MAX_RATIO,
      `${start}: the largest takes at most ${MAX_RATIO} times as long as the smallest (× ${ratio.toFixed(2)})`,
    ),
  ];
}

function answerTargets(outcome: Outcome): string[] {
  const { sellout, answers } = outcome;
  const where = `${sellout.start}, ${sellout.seats.toLocaleString('en')} seats`;
  const unserved = answers.filter(({ status }) => status >= 500).length;
  const [p99Ms, maxMs] = [waitedMs(outcome, 0.99), MAX_P99_MS[sellout.start]];
  return [
    targetLine(unserved === 0, `${where}: nobody is answered a 503 (${unserved} of ${answers.length})`),
    targetLine(p99Ms < maxMs, `${where}: p99 is below ${duration(maxMs)} (${duration(p99Ms)})`),
  ];
}

/** Durations are random: a quarter more or less means nothing. */
const TOLERANCE = 0.25;

/** Writes whether a run at another scale had the same result, which is expected when the scale is not what is measured. */
export function scaleTarget(outcome: Outcome, atOtherScale: Outcome): string {
  const measures: [what: string, measure: (of: Outcome) => number][] = [
    ['answered', answeredMs],
    ['p50', of => waitedMs(of, 0.5)],
    ['p99', of => waitedMs(of, 0.99)],
  ];
  const { start, scale } = outcome.sellout;
  const changes = measures.map(([what, measure]) => {
    const [ms, otherMs] = [measure(outcome), measure(atOtherScale)];
    return { text: `${what} ${duration(ms)} and ${duration(otherMs)}`, ratio: Math.abs(otherMs / ms - 1) };
  });
  return targetLine(
    changes.every(({ ratio }) => ratio <= TOLERANCE),
    `${start}: scale ${scale} and ${atOtherScale.sellout.scale} agree within ${100 * TOLERANCE} % (${changes
      .map(({ text }) => text)
      .join(', ')})`,
  );
}
