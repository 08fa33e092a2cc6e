import { validationFailed } from '../../lib/core/refusals.ts';
import { task } from '../../lib/handlers/task.ts';
import { type AuditReport, audit } from '../../lib/maintenance/audit.ts';
import { id } from '../../schemas/common.ts';

/** More would make the line long, and somebody looks into the first of them anyway. */
const MAX_NAMED = 100;

/** Nobody receives the report of the nightly audit, so its line has which rules are broken at which events. */
const aboutReport = ({ eventsChecked, violations, isComplete }: AuditReport) => ({
  eventsChecked,
  isComplete,
  broken: [...new Set(violations.map(({ rule, eventId }) => `${rule} ${eventId}`))].slice(0, MAX_NAMED),
});

/**
 * Audits one event by `npm run invoke -- auditEvent --data '{"eventId":"…"}'`, and all events every night and without
 * data.
 */
export const handler = task(async (input: unknown) => audit(eventIdIn(input)), aboutReport);

const IS_ID = new RegExp(id.pattern);

/** @throws ApiError VALIDATION_FAILED, which names the field */
function eventIdIn(input: unknown): string | undefined {
  // Without data, `serverless invoke local` passes an empty text.
  if (input === undefined || input === null || input === '') return undefined;
  if (typeof input !== 'object' || Array.isArray(input)) throw broken('/', 'must be an object');
  const { eventId, ...others } = input as { eventId?: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined) throw broken(`/${other}`, 'is not known: the only field is eventId');
  if (eventId === undefined) return undefined;
  if (typeof eventId === 'string' && IS_ID.test(eventId)) return eventId;
  throw broken('/eventId', id.errorMessage.pattern);
}

const broken = (path: string, message: string) => validationFailed([{ path, message }], 'input');
