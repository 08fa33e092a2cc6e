import type { Context } from 'aws-lambda';
import * as seats from '../../../lib/repositories/seats.ts';
import { keepLog } from '../../support/api/log.ts';
import { alter, audit, context } from '../../support/records/audit.ts';
import { coldStart } from '../../support/records/coldStart.ts';
import { anEvent } from '../../support/records/records.ts';

const LOGGING = { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' };

/** The metrics of an audit of an event that has so many milliseconds, as the schedule's function writes them. */
async function metricsOf(eventId: string, timeLeftMs: number) {
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
    return log.lines().filter(line => '_aws' in line);
  } finally {
    log.stop();
  }
}

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
