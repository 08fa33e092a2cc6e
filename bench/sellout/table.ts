import { alignedTable, duration, percentile, statusesOf } from '../figures.ts';
import { type Outcome, peopleOf } from './sellout.ts';

/** Returns when everybody had an answer, in milliseconds of the model since the crowd began to come. */
export const answeredMs = ({ answers }: Outcome): number => Math.max(...answers.map(({ atMs }) => atMs));

/** Returns the time within which this part of the people had their answers. */
export const waitedMs = ({ answers }: Outcome, part: number): number =>
  percentile(
    answers.map(({ waitMs }) => waitMs).sort((one, other) => one - other),
    part,
  );

const HEAD = [
  'seats',
  'people',
  'scale',
  'begins',
  'by',
  'answered',
  'p50',
  'p99',
  'write units each',
  'read units each',
  'overtakers',
  'instances',
  'busy',
  'statuses',
];

function rowOf(outcome: Outcome): string[] {
  const { sellout, answers, consumed, instances, newInstances, busy, openHolds, overtakers } = outcome;
  const statuses = statusesOf(answers.map(({ status }) => status));
  return [
    sellout.seats.toLocaleString('en'),
    peopleOf(sellout).toLocaleString('en'),
    String(sellout.scale),
    sellout.start,
    sellout.way,
    `${(answeredMs(outcome) / 1000).toFixed(2)} s`,
    duration(waitedMs(outcome, 0.5)),
    duration(waitedMs(outcome, 0.99)),
    (consumed.write / answers.length).toFixed(1),
    (consumed.read / answers.length).toFixed(1),
    String(overtakers),
    newInstances < instances ? `${instances} (${newInstances} new)` : String(instances),
    `${Math.round(100 * busy)} %`,
    openHolds > 0 ? `${statuses}, ${openHolds} holds to be released` : statuses,
  ];
}

/** Writes what became of each run. Statuses and instances are those of the model; people and seats, of full scale. */
export const selloutTable = (outcomes: Outcome[]): string => alignedTable([HEAD, ...outcomes.map(rowOf)]);
