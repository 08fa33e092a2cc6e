import { rename, writeFile } from 'node:fs/promises';

/** Writes a file that other processes may be reading: they see the old text or the new one, never a part. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}
