// What every page owes to everybody: axe finds nothing in either theme or at either width, and nothing sticks out sideways.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Each theme and each width once, in two looks; with E2E_EVERY_LOOK set, every theme at every width. */
const isEveryLook = Boolean(process.env.E2E_EVERY_LOOK);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const themes = ['light', 'dark'] as const;
const widths = [1440, 390];
// A note of the toaster is a dialog too, but never an open one.
const dialog = '[role=dialog][data-open]';

type Theme = (typeof themes)[number];
type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];

async function expectNoBarrier(page: Page, isWhole: boolean, what: string): Promise<void> {
  await still(page);
  const axe = new AxeBuilder({ page })
    // No frames of other origins: what they need opens a second tab for each look.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  // Behind an open dialog nothing can be reached, and what stands there is looked at on its own.
  if (await page.locator(dialog).isVisible()) axe.include(dialog);
  if (isWhole) axe.withTags(rules);
  else axe.withRules('color-contrast');
  // The guards that keep the focus in a menu are hidden and focusable on purpose: they pass the focus on at once.
  const { violations } = await axe.exclude('[data-base-ui-focus-guard]').analyze();
  expect(violations.map(wordsOf), what).toEqual([]);
}

/** What is wrong, and the first places where. */
function wordsOf({ id, help, nodes }: Violation): string {
  const places = nodes.slice(0, 4).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
  return `${id} (${help}): ${places.join('; ')}`;
}

/** Colours are those of the theme only when every transition has ended. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // The end of one transition may start the next, in what inherits from it.
    for (let round = 0; round < 20; round += 1) {
      const moving = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      if (moving.length === 0) return;
      await Promise.allSettled(moving.map(({ finished }) => finished));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

/** The themes in which a width is looked at: wide in light, narrow in dark, if not everything is asked for. */
function themesAt(width: number, at: number[]): readonly Theme[] {
  if (isEveryLook || at.length === 1) return themes;
  return width === widths[0] ? ['light'] : ['dark'];
}

/** Runs axe on what is on the screen at each width; nothing may scroll sideways. One width alone: in both themes. */
export async function expectNoBarriers(page: Page, what: string, at = widths): Promise<void> {
  for (const width of at) {
    await page.setViewportSize({ width, height: 900 });
    await expectToFit(page, `${what} at ${width}`);
    const looks = themesAt(width, at);
    for (const colorScheme of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Themes differ in colours alone, so the second one needs no other rule.
      await expectNoBarrier(page, colorScheme === looks[0], `${what} at ${width}, ${colorScheme}`);
    }
  }
}

/** Nothing sticks out at the right: the page scrolls down, never sideways. */
export async function expectToFit(page: Page, what: string): Promise<void> {
  const excess = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(excess, `pixels of ${what} beyond its right edge`).toBeLessThanOrEqual(0);
}
