// What every journey runs in: a page whose console errors count as failures, and the few moves that many journeys share.
import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test';

interface Journey {
  /** Console errors and uncaught exceptions of every page; a journey that provokes some allows them by pattern. */
  complaints: { allow: (pattern: RegExp) => void };
}

/** Playwright's test, failing on whatever a page complains about. */
export const test = base.extend<Journey>({
  complaints: [
    async ({ context }, use) => {
      const heard: string[] = [];
      const allowed: RegExp[] = [];
      listen(context, heard);
      await use({ allow: (pattern) => allowed.push(pattern) });
      const unexpected = heard.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, 'errors in the browser console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function listen(context: BrowserContext, heard: string[]): void {
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    heard.push(`${message.text()} (${message.location().url} on ${message.page()?.url()})`);
  });
  context.on('weberror', (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
}

/** Opens a page of the console and waits until it is alive. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await alive(page);
}

/** Waits until React has taken the page over and run its effects, keys among them: a press before that would be lost. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const heading = document.querySelector('h1');
    return heading !== null && Object.keys(heading).some((key) => key.startsWith('__react'));
  });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Moves the focus by Tab until it is on the element. */
export async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab did not reach ${target}`);
}

/** The short notes that say what just happened. */
export const notes = (page: Page) => page.getByRole('region', { name: /notification/i });
