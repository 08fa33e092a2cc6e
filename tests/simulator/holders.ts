import type { Target } from './wire.ts';

/** Which items are in a transaction. */
export function itemHolders() {
  const holders = new Map<string, object>();
  return {
    isHeld: ({ address }: Target) => holders.has(address),
    /** Keeps others off items, until those, or all of them, are let go. */
    hold(items: Target[]) {
      const holder = {};
      for (const { address } of items) holders.set(address, holder);
      return function letGo(some = items) {
        for (const { address } of some) if (holders.get(address) === holder) holders.delete(address);
      };
    },
  };
}
