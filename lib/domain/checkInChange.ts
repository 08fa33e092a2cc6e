/** How often a registration was checked in or that was taken back, and when this happened last. */
export type CheckInChange = { checkInChanges: number; checkInChangedAt: string };

type Registration = Partial<CheckInChange> & { registeredAt: string; promotedAt: string | null };

/** Returns the later of two times. */
export const latest = (one: string, other: string) => (one > other ? one : other);

/** Returns the time that is a millisecond after another one. */
export const justAfter = (time: string) => new Date(Date.parse(time) + 1).toISOString();

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
