import { keepLog } from '../../support/api/log.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { holdInVain, letTimePass, releaseStaleHolds } from '../../support/records/holds.ts';
import { anEvent } from '../../support/records/records.ts';

test('the line of each sweep says how many events it looked at, and how many holds it released', async () => {
  const eventId = await anEvent({ capacity: 3 });
  await holdInVain(eventId, 2);
  await letTimePass(eventId);
  const log = keepLog();
  try {
    await coldStart('tasks/releaseStaleHolds', { POWERTOOLS_LOG_LEVEL: 'INFO' }, async handler => {
      await releaseStaleHolds(handler);
      await letTimePass(eventId);
      await releaseStaleHolds(handler);
    });
    expect(log.lines()).toEqual([
      expect.objectContaining({ eventsSwept: 1, holdsReleased: 0 }),
      expect.objectContaining({ eventsSwept: 1, holdsReleased: 2 }),
    ]);
  } finally {
    log.stop();
  }
});
