import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';
import { temporaryFolder } from '../servers/npmStart.ts';

/** Unpacks a zip into a folder of its own. Returns the folder, and the names of the files. */
export async function unpack(zip: string): Promise<{ folder: string; names: string[] }> {
  const folder = await temporaryFolder();
  return { folder, names: await unpackInto(folder, zip) };
}

/** Unpacks a zip into a folder. Returns the names of the files. */
export async function unpackInto(folder: string, zip: string): Promise<string[]> {
  const { files } = await JSZip.loadAsync(await readFile(zip));
  const unpacked = Object.values(files).filter(({ dir }) => !dir);
  for (const file of unpacked) {
    await mkdir(dirname(join(folder, file.name)), { recursive: true });
    await writeFile(join(folder, file.name), await file.async('nodebuffer'));
  }
  return unpacked.map(({ name }) => name);
}
