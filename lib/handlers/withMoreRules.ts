import type { MiddlewareObj } from '@middy/core';
import type { OperationId } from '../../schemas/requests.ts';
import { bestEffort } from '../core/bestEffort.ts';
import { withDeadline } from '../core/deadline.ts';
import type { BrokenRule } from '../core/errors.ts';
import { validationFailed } from '../core/refusals.ts';
import { brokenRulesIn } from '../http/problem.ts';
import type { Event, Prepared, Validator } from './endpoint.ts';

/** A refusal waits up to one and a half seconds for further rules: half a second of this is for answering. */
const FINDING_MS = 2000;

/**
 * Has an endpoint list what `find` finds broken beside what its validator does, so that a refusal has all rules at once.
 * `find` reads what is stored, and is asked only where the validator refuses.
 */
export const withMoreRules = <Id extends OperationId>(
  validate: Validator<Id> & Prepared,
  find: (event: Event) => Promise<BrokenRule[]>,
): Validator<Id> & Prepared => {
  const listMore: MiddlewareObj<Event> = {
    onError: async request => {
      const rules = brokenRulesIn(request.error);
      if (!rules) return;
      const more = await bestEffort(() => withDeadline(FINDING_MS, () => find(request.event)));
      if (more?.length) request.error = validationFailed([...rules, ...more]);
    },
  };
  return Object.assign(validate, { prepare: [...validate.prepare, listMore] });
};
