import type { Target } from './wire.ts';

/** The items that are locked by transactions. */
export function itemHolders() {
  const holders = new Map<string, object>();
  return {
    isHeld: ({ address }: Target) => holders.has(address),
    /** Locks items. The result unlocks some of them, or all. */
    hold(items: Target[]) {
      const holder = {};
      for (const { address } of items) holders.set(address, holder);
      return function letGo(some = items) {
        for (const { address } of some) if (holders.get(address) === holder) holders.delete(address);
      };
    },
  };
}
