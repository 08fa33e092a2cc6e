import { REGISTRATION_FIELDS } from '../../schemas/lists.ts';
import type { Registration } from '../answers/registrationAnswer.ts';
import type { Question } from '../domain/questions.ts';
import type { Table } from '../http/csv.ts';

/** Returns the list of an event as CSV: a column for the name, if asked for, and one for each question. */
export const registrationTable = (
  eventId: string,
  { questions, hasNames }: { questions: Question[]; hasNames: boolean },
): Table<Registration> => ({
  filename: `${eventId}-registrations.csv`,
  columns: [
    ...REGISTRATION_FIELDS,
    ...(hasNames ? ['name'] : []),
    ...questions.map(({ key }) => columnOf(key)),
  ],
  cellsOf: ({ answers = {}, user, ...fields }) => ({
    ...fields,
    name: user?.name,
    ...Object.fromEntries(Object.entries(answers).map(([key, answer]) => [columnOf(key), answer])),
  }),
});

const columnOf = (key: string) => `answers.${key}`;
