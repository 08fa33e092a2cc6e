import { justAfter, latest } from './instants.ts';

/** A registration counts its check-ins and those that were taken back, and knows the time of the last change. */
export type CheckInChange = { checkInChanges: number; checkInChangedAt: string };

type Registration = Partial<CheckInChange> & { registeredAt: string; promotedAt: string | null };

/** Returns when a person got their seat. Clocks differ, so a promotion is later than the registration. */
export const seatedAt = ({ registeredAt, promotedAt }: Registration): string =>
  promotedAt ? latest(promotedAt, justAfter(registeredAt)) : registeredAt;

/** Returns when a registration of somebody with a seat changed last. */
export const changedAt = (row: Registration): string => latest(seatedAt(row), row.checkInChangedAt ?? '');

/** Returns the next check-in of a registration, or the next undoing. Clocks differ, so it is later than the last one. */
export const nextCheckInChange = (row: Registration, now: string): CheckInChange => ({
  checkInChanges: (row.checkInChanges ?? 0) + 1,
  checkInChangedAt: latest(now, justAfter(changedAt(row))),
});
