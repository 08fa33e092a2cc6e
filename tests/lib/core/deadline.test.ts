import {
  ensureTimeLeft,
  pause,
  pauseBeforeTry,
  timeLeftMs,
  withDeadline,
} from '../../../lib/core/deadline.ts';
import { outcomeUnknown } from '../../../lib/core/refusals.ts';

const { jest } = import.meta;

/** A random number of 0 makes every pause the shortest one, and a number just below 1 the longest. */
const randomIs = (value: number) => jest.spyOn(Math, 'random').mockReturnValue(value);

afterEach(() => jest.restoreAllMocks());

test('tries again while there is time', async () => {
  randomIs(0);
  await expect(withDeadline(10_000, () => pauseBeforeTry(1))).resolves.toBeUndefined();
});

test.each([0, 1, 400])('does not try again with %i ms left, which the answer needs', async remainingMs => {
  randomIs(0);
  await expect(withDeadline(remainingMs, () => pauseBeforeTry(1))).rejects.toMatchObject({
    code: 'TRY_AGAIN',
    headers: { 'Retry-After': '1' },
  });
});

test('does not start a pause that ends after the deadline', async () => {
  randomIs(0.999);
  await expect(withDeadline(600, () => pauseBeforeTry(10))).rejects.toMatchObject({ code: 'TRY_AGAIN' });
});

test('keeps the error of the last try as the cause, for the log', async () => {
  const cause = new Error('conflict');
  await expect(withDeadline(0, () => pauseBeforeTry(1, { cause }))).rejects.toMatchObject({ cause });
});

test('gives each of several requests at once its own deadline', async () => {
  randomIs(0);
  const outcomes = await Promise.allSettled(
    [10_000, 0, 10_000, 0].map(remainingMs => withDeadline(remainingMs, () => pauseBeforeTry(1))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
});

test('has no deadline outside of a request', async () => {
  randomIs(0);
  await expect(pauseBeforeTry(1)).resolves.toBeUndefined();
});

test('pauses longer after more tries', async () => {
  randomIs(0.2);
  await expect(withDeadline(600, () => pauseBeforeTry(1))).resolves.toBeUndefined();
  await expect(withDeadline(600, () => pauseBeforeTry(10))).rejects.toMatchObject({ code: 'TRY_AGAIN' });
});

test('limits the pause, however many tries there were', async () => {
  randomIs(0.001);
  await expect(withDeadline(600, () => pauseBeforeTry(5000))).resolves.toBeUndefined();
});

test('does not pause longer than the caller allows, after any number of tries', async () => {
  randomIs(0.999);
  const pausing = () => pauseBeforeTry(5000, { maxPauseMs: 10 });
  await expect(withDeadline(600, pausing)).resolves.toBeUndefined();
});

test('a pause of a given length is not begun when it ends after the deadline', async () => {
  await expect(withDeadline(600, () => pause(1))).resolves.toBeUndefined();
  await expect(withDeadline(600, () => pause(101))).rejects.toMatchObject({ code: 'TRY_AGAIN' });
});

test('timeLeftMs is the time for work, which is less than Lambda gives', () => {
  expect(withDeadline(2000, timeLeftMs)).toBeLessThanOrEqual(1500);
  expect(timeLeftMs()).toBe(Number.POSITIVE_INFINITY);
});

test('the refusal says that nothing was changed, unless that is not known', () => {
  expect(() => withDeadline(0, () => ensureTimeLeft())).toThrow(/nothing was changed/);
  expect(() => withDeadline(0, () => ensureTimeLeft(0, undefined, outcomeUnknown))).toThrow(
    /it is not known/,
  );
});
