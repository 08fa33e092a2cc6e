import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** @throws Error that says how to get one */
export function browserFile({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string {
  const found = PATH.split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)));
  const file = CHROMIUM ?? found.find(isExecutable);
  if (file) return file;
  throw new Error(
    `This test needs a browser, and finds no ${NAMES.join(', ')}: install one, such as by "apt-get install chromium", or name one in CHROMIUM.`,
  );
}

/** Starts the browser of this machine, without a window. Root, whom containers have, may not use its sandbox. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserFile(process.env), args: ['--no-sandbox'] });
