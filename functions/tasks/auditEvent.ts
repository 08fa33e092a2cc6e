import { validationFailed } from '../../lib/core/refusals.ts';
import { task } from '../../lib/handlers/task.ts';
import { audit } from '../../lib/maintenance/audit.ts';
import { id } from '../../schemas/common.ts';

/**
 * Audits one event by `npx serverless invoke --function auditEvent --data '{"eventId":"…"}'`, and all events without
 * data.
 */
export const handler = task(async (input: unknown) => audit(eventIdIn(input)));

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
