import type { Page } from 'playwright-core';
import { tokenHeader } from '../api/token.ts';

/** Gives the page at /docs a token of an admin in its dialog, where access control is on. */
export async function authorise(page: Page): Promise<void> {
  const { authorization } = await tokenHeader({ method: 'POST', path: '/events' });
  if (authorization) await enterToken(page, authorization.replace('Bearer ', ''));
}

/** Enters a token in the dialog of the page at /docs. */
export async function enterToken(page: Page, token: string): Promise<void> {
  await page.locator('.auth-wrapper .authorize').click();
  const part = page.locator('.dialog-ux .auth-container', { has: page.locator('#auth-bearer-value') });
  await part.locator('input').fill(token);
  await part.locator('.authorize').click();
  await page.locator('.dialog-ux .close-modal').click();
}
