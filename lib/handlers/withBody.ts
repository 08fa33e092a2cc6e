import type { OperationId } from '../../schemas/requests.ts';
import { jsonBody } from '../http/jsonBody.ts';
import { withoutNulls } from '../http/nullFields.ts';
import type { Prepared, Validator } from './endpoint.ts';

/** Has an endpoint read a JSON body before it validates a request. Only functions whose operation has one contain this. */
export const withBody = <Id extends OperationId>(validate: Validator<Id>): Validator<Id> & Prepared =>
  Object.assign(validate, { prepare: [jsonBody(), withoutNulls(validate.optionalFields)] });
