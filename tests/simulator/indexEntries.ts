import { partitionName } from './tableKeys.ts';
import { changesOf } from './updateChanges.ts';
import type { Image, Target } from './wire.ts';

/**
 * What a write does to the entry of its item in a global index: the partitions of the entry before and after it, and
 * whether it writes to them at all. An entry that moves is deleted in one partition and put in another.
 */
export type EntryChange = { IndexName: string; partitions: string[]; isWritten: boolean };

type Entry = { before: string | undefined; after: string | undefined };

/** The partitions of the entries that items have in global indexes, as far as writes told of them. */
export class IndexEntries {
  readonly #known = new Map<string, Map<string, string>>();

  changesBy(target: Target): EntryChange[] {
    if (target.action === 'ConditionCheck') return [];
    const changes = target.action === 'Update' ? changesOf(target.write) : undefined;
    return target.indexes.map(({ IndexName, copied }) => {
      const { before, after } = this.#entryOf(target, IndexName);
      const partitions = [...new Set([before, after])].filter(partition => partition !== undefined);
      const isCopied = (name: string) => copied === undefined || copied.includes(name);
      return { IndexName, partitions, isWritten: !changes || [...changes.keys()].some(isCopied) };
    });
  }

  /** Notes where entries are after a write. `image` is the whole item, if the answer has it. */
  note(target: Target, image?: Image): void {
    if (target.action === 'ConditionCheck') return;
    const known = this.#known.get(target.address) ?? new Map<string, string>();
    for (const { IndexName, partitionKey } of target.indexes) {
      const value = image?.[partitionKey];
      const after = value ? partitionOf(target, IndexName, value) : this.#entryOf(target, IndexName).after;
      if (after) known.set(IndexName, after);
      else known.delete(IndexName);
    }
    this.#known.set(target.address, known);
  }

  #entryOf(target: Target, IndexName: string): Entry {
    const { action, key, write, indexes } = target;
    const { partitionKey = '' } = indexes.find(index => index.IndexName === IndexName) ?? {};
    const inKey = key[partitionKey] && partitionOf(target, IndexName, key[partitionKey]);
    const before = this.#known.get(target.address)?.get(IndexName) ?? inKey;
    if (action === 'Delete') return { before, after: undefined };
    if (action === 'Put') {
      const value = write.Item?.[partitionKey];
      return { before, after: value && partitionOf(target, IndexName, value) };
    }
    const change = changesOf(write).get(partitionKey);
    if (change === 'removed') return { before, after: undefined };
    return { before, after: change instanceof Object ? partitionOf(target, IndexName, change) : before };
  }
}

const partitionOf = ({ table }: Target, IndexName: string, value: Record<string, unknown>) =>
  partitionName(`${table}/${IndexName}`, Object.values(value)[0]);
