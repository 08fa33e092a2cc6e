import validate from '#build/validators/registerForEvent.js';
import { identify } from '../lib/answers/idempotency.ts';
import { newRegistrationAnswer } from '../lib/answers/newRegistration.ts';
import { guardedEndpoint } from '../lib/handlers/guardedEndpoint.ts';
import { withBody } from '../lib/handlers/withBody.ts';
import { withMoreRules } from '../lib/handlers/withMoreRules.ts';
import { created } from '../lib/http/reply.ts';
import { rulesBrokenBy } from '../lib/registrations/checkAnswers.ts';
import { register } from '../lib/registrations/register.ts';

/** Answers are checked by what the event asks, also where the rest of a request is refused. */
const validator = withMoreRules(withBody(validate), ({ body, pathParameters }) =>
  rulesBrokenBy(Object(body).answers, pathParameters?.eventId),
);

export const handler = guardedEndpoint(validator, async request => {
  const { path, body, access } = request;
  const { value, isReplay } = await register(
    path.eventId,
    body,
    identify('registerForEvent', request),
    access.findSight,
  );
  return created(newRegistrationAnswer(value), isReplay);
});
