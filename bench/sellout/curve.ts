import type { Outcome } from './sellout.ts';

/** A point of a curve: the seconds since the crowd began to come, and the people at full scale who had an answer. */
export type Point = [seconds: number, people: number];

const POINTS_PER_SECOND = 10;

/** Returns how many people had an answer other than a 503 as time went on, a point for each tenth of a second. */
export function curveOf({ sellout, answers }: Outcome): Point[] {
  const served = answers.filter(({ status }) => status < 500).map(({ atMs }) => atMs / 1000);
  const steps = Math.ceil(Math.max(0, ...served) * POINTS_PER_SECOND);
  const perStep = Map.groupBy(served, seconds => Math.ceil(seconds * POINTS_PER_SECOND));
  let people = 0;
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    people += perStep.get(step)?.length ?? 0;
    return [step / POINTS_PER_SECOND, people * sellout.scale];
  });
}
