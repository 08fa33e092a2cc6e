import { isLeavingClosed, outsideWindow } from '../../../lib/domain/window.ts';

test('a window opens with its first millisecond, and closes with the one that it names', () => {
  const window = { opensAt: 10, closesAt: 20 };
  const kinds = [9, 10, 19, 20].map(now => outsideWindow(window, now)?.kind);
  expect(kinds).toEqual(['notYetOpen', undefined, undefined, 'noLongerOpen']);
});

test('a window without ends is always open', () => {
  expect([outsideWindow({}, 0), outsideWindow({}, Number.MAX_SAFE_INTEGER)]).toEqual([undefined, undefined]);
});

test('seats may be given up before the time that is set, and always when none is', () => {
  expect([9, 10].map(now => isLeavingClosed({ leaveUntil: 10 }, now))).toEqual([false, true]);
  expect(isLeavingClosed({}, Number.MAX_SAFE_INTEGER)).toBe(false);
});
