import type { DynamoDBRecord } from 'aws-lambda';
import { itemOf } from '../../lib/dynamo/itemChange.ts';
import type * as registrations from '../../lib/repositories/registrations.ts';
import type { Answer } from '../support/api/invoke.ts';

/**
 * A call of one client, as one person sees it. A transfer is `handOn` for one, and `receive` for the other. `sent` and
 * `answered` are its positions among the beginnings and ends of all calls.
 */
export type Call = {
  kind: 'register' | 'unregister' | 'handOn' | 'receive';
  userId: string;
  sent: number;
  answered: number;
  answer: Answer;
};

/** Records each call, its position and its answer. */
export class Recorder {
  readonly calls: Call[] = [];
  #moment = 0;

  async record(kind: Call['kind'], userId: string, ask: () => Promise<Answer>): Promise<Answer> {
    return this.#record([{ kind, userId }], ask);
  }

  async recordTransfer(userId: string, to: string, ask: () => Promise<Answer>): Promise<Answer> {
    const views = [
      { kind: 'handOn', userId },
      { kind: 'receive', userId: to },
    ] as const;
    return this.#record(views, ask);
  }

  async #record(
    views: readonly Pick<Call, 'kind' | 'userId'>[],
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    this.#moment += 1;
    const sent = this.#moment;
    const answer = await ask();
    this.#moment += 1;
    for (const view of views) this.calls.push({ ...view, sent, answered: this.#moment, answer });
    return answer;
  }
}

/** One change of a registration. Changes are in the order of the database. */
export type Change = { what: 'seated' | 'queued' | 'promoted' | 'left'; row: registrations.Item };

export function changesOf(records: DynamoDBRecord[], eventId: string): Change[] {
  return records.flatMap(({ dynamodb }): Change[] => {
    const [before, after] = [dynamodb?.OldImage, dynamodb?.NewImage].map(image =>
      itemOf<registrations.Item>(image),
    );
    const row = after ?? before;
    if (row?.eventId !== eventId || !('registrationId' in row)) return [];
    if (!after) return [{ what: 'left', row }];
    // A registration also follows to another date of its event.
    if (before) return before.status === after.status ? [] : [{ what: 'promoted', row }];
    return [{ what: row.status === 'registered' ? 'seated' : 'queued', row }];
  });
}
