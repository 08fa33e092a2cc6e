import { createHash } from 'node:crypto';

/** Returns which of so many parts, from 0, an id belongs to. A hash spreads ids evenly, whatever they look like. */
export const partOf = (id: string, parts: number): number =>
  createHash('sha256').update(id).digest().readUInt32BE() % parts;
