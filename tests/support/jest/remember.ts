/** Remembers the members of these objects, and returns a function that gives back those that were changed since. */
export function remember(objects: object[]): () => void {
  const before = objects.map(object => [object, Object.getOwnPropertyDescriptors(object)] as const);
  return () => {
    for (const [object, members] of before) {
      for (const key of Reflect.ownKeys(object))
        if (!Object.hasOwn(members, key)) Reflect.deleteProperty(object, key);
      for (const key of Reflect.ownKeys(members))
        Reflect.defineProperty(object, key, Reflect.get(members, key));
    }
  };
}
