import type { Image, Target } from './wire.ts';

/** The write units of one item in a second. Unused units stay for a second. */
const UNITS_A_SECOND = 1000;
const UNIT_BYTES = 1024;

type Level = { units: number; at: number };

/**
 * The write units of each item. A write costs one unit for each KB or part of a KB, and twice as many in a transaction.
 * Sizes are those of items that were put. An item that was only updated counts as 1 KB.
 */
export function writeUnits({
  now = () => performance.now(),
  unitsASecond = UNITS_A_SECOND,
}: {
  now?: () => number;
  unitsASecond?: number | undefined;
} = {}) {
  const levels = new Map<string, Level>();
  const sizes = new Map<string, number>();

  /** Takes the cost of a write. Returns `false` if the item has too few units. Refused writes also cost. */
  return function take({ address, write: { Item } }: Target, isTransaction: boolean): boolean {
    if (Item) sizes.set(address, Math.max(sizeOf(Item), sizes.get(address) ?? 0));
    const cost = Math.ceil((sizes.get(address) ?? 1) / UNIT_BYTES) * (isTransaction ? 2 : 1);
    const level = levels.get(address) ?? { units: unitsASecond, at: now() };
    level.units = Math.min(unitsASecond, level.units + ((now() - level.at) * unitsASecond) / 1000);
    level.at = now();
    levels.set(address, level);
    if (level.units < cost) return false;
    level.units -= cost;
    return true;
  };
}

/** The bytes of the names and values of an item, which is nearly the size that DynamoDB counts. */
const sizeOf = (image: Image): number =>
  Object.entries(image).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + bytesOf(Object.values(value)[0]),
    0,
  );

const bytesOf = (value: unknown): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : Buffer.byteLength(JSON.stringify(value));
