import { AWS_LIMITS, type Limits } from '../tests/simulator/unitBuckets.ts';

/**
 * The limits of a partition, divided by a scale, so that a small crowd meets them. Time and the durations of calls stay
 * as they are: a rate that a limit allows is that of AWS divided by the scale.
 */
export const scaledLimits = (scale: number, burstSeconds: number): Limits => ({
  writeUnits: AWS_LIMITS.writeUnits / scale,
  readUnits: AWS_LIMITS.readUnits / scale,
  burstSeconds,
});
