import { withDeadline } from '../../../lib/core/deadline.ts';
import { retryRace } from '../../../lib/core/retryRace.ts';

test('tries until a try wins', async () => {
  let tries = 0;
  const won = await retryRace(async () => {
    tries += 1;
    return tries === 4 ? 'won' : undefined;
  });
  expect([won, tries]).toEqual(['won', 4]);
});

test('an error ends the race', async () => {
  const race = retryRace(async () => {
    throw new Error('failed');
  });
  await expect(race).rejects.toThrow('failed');
});

test('gives up with TRY_AGAIN when the deadline comes before the win', async () => {
  const race = withDeadline(700, () => retryRace(async () => undefined));
  await expect(race).rejects.toMatchObject({ code: 'TRY_AGAIN', headers: { 'Retry-After': '1' } });
});
