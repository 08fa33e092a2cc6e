import { type Expected, type Life, refused } from './expected.ts';

export const NO_USER = refused(404, 'User not found');

/** The users of the contract in memory. */
export class UserModel {
  readonly #lives: Map<string, Life>;

  constructor(userIds: string[]) {
    this.#lives = new Map(userIds.map(userId => [userId, 'there']));
  }

  isThere = (userId: string): boolean => this.#lives.get(userId) === 'there';

  get beingDeleted(): string[] {
    return [...this.#lives].flatMap(([userId, life]) => (life === 'deleting' ? [userId] : []));
  }

  delete(userId: string): Expected {
    if (!this.isThere(userId)) return NO_USER;
    this.#lives.set(userId, 'deleting');
    return { status: 204 };
  }

  create(userId: string): Expected {
    const life = this.#lives.get(userId);
    if (life === 'there') return refused(409, `User already exists: ${userId}`);
    if (life === 'deleting')
      return refused(409, `The previous user with this id is still being deleted: ${userId}`);
    this.#lives.set(userId, 'there');
    return { status: 201 };
  }

  remove(userId: string): void {
    this.#lives.set(userId, 'gone');
  }
}
