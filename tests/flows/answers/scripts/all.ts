import type { Step } from '../script.ts';
import { availability } from './availability.ts';
import { batches } from './batches.ts';
import { bodies } from './bodies.ts';
import { checkIns } from './checkIns.ts';
import { copies } from './copies.ts';
import { deletedUsers } from './deletedUsers.ts';
import { drafts } from './drafts.ts';
import { eventList } from './eventList.ts';
import { events } from './events.ts';
import { history } from './history.ts';
import { idempotency } from './idempotency.ts';
import { organisers } from './organisers.ts';
import { questions } from './questions.ts';
import { registrationLists } from './registrationLists.ts';
import { registrations } from './registrations.ts';
import { routing } from './routing.ts';
import { service } from './service.ts';
import { users } from './users.ts';
import { waitlist } from './waitlist.ts';

/** A script has the name of the file with its answers. */
export const scripts: Record<string, Step[]> = {
  service,
  routing,
  bodies,
  events,
  eventList,
  users,
  registrations,
  waitlist,
  registrationLists,
  questions,
  availability,
  checkIns,
  batches,
  history,
  deletedUsers,
  idempotency,
  organisers,
  drafts,
  copies,
};
