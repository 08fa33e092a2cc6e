/**
 * The time in which people may register, from `opensAt` on and before `closesAt`, in milliseconds since 1970. An end that
 * is not set is open.
 */
export type RegistrationWindow = { opensAt?: number | undefined; closesAt?: number | undefined };

/** This is why nobody may register at a time. */
export type OutsideWindow =
  | { kind: 'notYetOpen'; opensAt: number }
  | { kind: 'noLongerOpen'; closesAt: number };

/** Returns why nobody may register at the time `now`, or `undefined` when people may. */
export function outsideWindow(
  { opensAt, closesAt }: RegistrationWindow,
  now: number,
): OutsideWindow | undefined {
  if (closesAt !== undefined && now >= closesAt) return { kind: 'noLongerOpen', closesAt };
  if (opensAt !== undefined && now < opensAt) return { kind: 'notYetOpen', opensAt };
  return undefined;
}

/** Returns whether seats can no longer be given up at the time `now`. People who wait may always leave. */
export const isLeavingClosed = ({ leaveUntil }: { leaveUntil?: number | undefined }, now: number): boolean =>
  leaveUntil !== undefined && now >= leaveUntil;
