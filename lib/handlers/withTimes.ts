import { type BrokenTime, contradictoryTimes, missingTimes } from '../domain/eventTimes.ts';
import * as formats from '../http/formats.ts';
import { withoutNullDate } from '../http/nullFields.ts';
import type { Prepared, Validator } from './endpoint.ts';

type Body = Record<string, unknown>;

/**
 * Has a validator also compare the date and the times of an event with each other, so that all broken rules are listed
 * at once. Those of an edit that breaks no other rule are compared when it is carried out, with what the event has.
 */
export function withTimes<Id extends 'createEvent' | 'updateEvent'>(
  validate: Validator<Id> & Prepared,
): Validator<Id> & Prepared {
  const both: Validator<Id> = Object.assign((event: unknown): boolean => {
    const { body } = event as { body: Body };
    const isEdit = validate.operationId === 'updateEvent';
    if (validate(event) && isEdit) return true;
    const broken = [...(isEdit ? [] : missingTimes(body)), ...contradictoryTimes(readableOf(body))];
    both.errors = [...(validate.errors ?? []), ...broken.map(asError)];
    return both.errors.length === 0;
  }, validate);
  return Object.assign(both, { prepare: [...validate.prepare, withoutNullDate] });
}

/** Returns those of the fields that keep the rules of their own. */
function readableOf({ date, startsAt, endsAt, timeZone }: Body) {
  const textOf = (value: unknown, isReadable: (text: string) => boolean) =>
    typeof value === 'string' && isReadable(value) ? value : undefined;
  return {
    date: textOf(date, formats.date),
    startsAt: textOf(startsAt, formats.localTime),
    endsAt: textOf(endsAt, formats.localTime),
    timeZone: textOf(timeZone, formats.timeZone),
  };
}

const asError = ({ field, message }: BrokenTime) => ({
  instancePath: `/body/${field}`,
  schemaPath: '',
  keyword: 'times',
  params: {},
  message,
});
