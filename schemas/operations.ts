import { eventOperations } from './operations/events.ts';
import { historyOperations } from './operations/history.ts';
import type { Operation } from './operations/operation.ts';
import { registrationOperations } from './operations/registrations.ts';
import { serviceOperations } from './operations/service.ts';
import { userOperations } from './operations/users.ts';
import type { OperationId } from './requests.ts';

/** These operations have routes of their own. */
export type RoutedId = Exclude<OperationId, 'routeNotFound'>;

/** The API document describes the operations in this order. */
export const operations: Record<RoutedId, Operation> = {
  ...eventOperations,
  ...registrationOperations,
  ...userOperations,
  ...historyOperations,
  ...serviceOperations,
};
