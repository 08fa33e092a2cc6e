import type { Context } from 'aws-lambda';
import * as seats from '../../../lib/repositories/seats.ts';
import { keepLog } from '../../support/api/log.ts';
import { alter, audit, context } from '../../support/records/audit.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { anEvent } from '../../support/records/records.ts';

const LOGGING = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

/** What an audit of an event that has so many milliseconds writes. */
async function linesOf(eventId: string, timeLeftMs: number) {
  const log = keepLog();
  try {
    await coldStart('tasks/auditEvent', LOGGING, handler =>
      audit({ eventId }, (input: unknown) =>
        (handler as (input: unknown, context: Context) => unknown)(input, {
          ...context,
          functionName: 'event-management-api-test-auditEvent',
          getRemainingTimeInMillis: () => timeLeftMs,
        }),
      ),
    );
    return log.lines();
  } finally {
    log.stop();
  }
}

const metricsOf = async (eventId: string, timeLeftMs: number) =>
  (await linesOf(eventId, timeLeftMs)).filter(line => '_aws' in line);

const NAMES = { service: 'event-management-api-test', function: 'auditEvent' };

test('an audit that finds nothing has no metrics', async () => {
  expect(await metricsOf(await anEvent(), 900_000)).toEqual([]);
});

test('the violations that an audit finds are a metric of auditEvent', async () => {
  const eventId = await anEvent();
  await alter(seats.ref(eventId), { registeredCount: 2 });
  expect(await metricsOf(eventId, 900_000)).toEqual([
    { _aws: expect.anything(), ...NAMES, auditViolations: 1 },
  ]);
});

test('an audit without time for everything is a metric of auditEvent', async () => {
  expect(await metricsOf(await anEvent(), 200_000)).toEqual([
    { _aws: expect.anything(), ...NAMES, auditsIncomplete: 1 },
  ]);
});

test('the line of an audit names each rule that is broken, with the event, and no person', async () => {
  const eventId = await anEvent();
  await alter(seats.ref(eventId), { registeredCount: 2 });
  const [line] = await linesOf(eventId, 900_000);
  expect(line).toMatchObject({
    function: 'auditEvent',
    eventsChecked: 1,
    isComplete: true,
    broken: [`COUNTERS_EQUAL_ROWS ${eventId}`],
    auditViolations: 1,
  });
  expect(line).not.toHaveProperty('violations');
});
