// One account: its place in the list that it was opened from, its keys, its histories, and nothing that moves under the pointer.
import type { Locator, Page } from '@playwright/test';
import type { RefreshHistory } from '@/domain/refresh-history';
import { expect, notes, open, test } from './journey';
import { control, listAccounts, read, readAccount, readAgain, takeAccount, takeReadyAccount } from './world';

const previous = (page: Page): Locator => page.getByRole('link', { name: 'Previous account' });
const next = (page: Page): Locator => page.getByRole('link', { name: 'Next account' });
const noPrevious = (page: Page): Locator => page.getByRole('button', { name: 'Previous account' });
const noNext = (page: Page): Locator => page.getByRole('button', { name: 'Next account' });
const choice = (page: Page): Locator => page.getByRole('dialog', { name: 'Refresh which?' });

/** Looks at a list, which leaves itself behind for the accounts that are opened from it. */
async function lookAtList(page: Page, search: string): Promise<void> {
  await open(page, `/accounts${search}`);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('relink:accounts-list'))).toBe(search);
}

const list = '?status=inactive&sort=institution';

test('previous and next lead through the list that it was opened from, and back to it', async ({ page }) => {
  const order = (await listAccounts(list.slice(1))).map(({ id }) => `/accounts/${id}`);
  expect(order.length).toBeGreaterThan(4);
  await lookAtList(page, list);
  await page.getByRole('table', { name: 'Accounts' }).getByRole('link').nth(1).click();
  await expect(page).toHaveURL(new RegExp(`${order[1]}$`));

  await expect(next(page)).toHaveAttribute('href', order[2] ?? '');
  await expect(previous(page)).toHaveAttribute('href', order[0] ?? '');
  await next(page).click();
  await expect(page).toHaveURL(new RegExp(`${order[2]}$`));
  await previous(page).click();
  await expect(page).toHaveURL(new RegExp(`${order[1]}$`));

  // By keys, to the end of the list, which says so.
  await expect(previous(page)).toBeVisible();
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(`${order[0]}$`));
  await expect(noPrevious(page)).toHaveAccessibleDescription(
    'No account stands before it in the list it was opened from.',
  );
  await page.keyboard.press('k');
  await expect(next(page)).toHaveAttribute('href', order[1] ?? '');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`${order[1]}$`));

  const back = page.getByRole('navigation', { name: 'Place in the list' }).getByRole('link', {
    name: 'Accounts',
    exact: true,
  });
  await expect(back).toHaveAttribute('href', `/accounts${list}`);
  await page.keyboard.press('b');
  await expect(page).toHaveURL(/\/accounts\?status=inactive&sort=institution$/);
});

test('what is opened next has been read ahead: no skeleton, no second wait', async ({ page }) => {
  const [first, second] = await listAccounts('status=inactive&sort=institution');
  await lookAtList(page, list);
  await open(page, `/accounts/${first?.id}`);
  const ahead = page.waitForResponse((response) =>
    new URL(response.url()).pathname.endsWith(`/api/accounts/${second?.id}`),
  );
  await next(page).hover();
  expect((await ahead).status()).toBe(200);
  await next(page).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${second?.id}$`));
  await expect(page.getByText('Reading the account…')).toHaveCount(0);
});

test('an account that its list does not hold leads nowhere and says so', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await lookAtList(page, '?status=disconnected');
  await open(page, `/accounts/${id}`);
  await expect(noNext(page)).toHaveAccessibleDescription(/^No account stands after it/);
  await expect(noPrevious(page)).toHaveAccessibleDescription(/^No account stands before it/);
});

test('an account that leaves the list when it is mended still leads on', async ({ page }) => {
  const account = await takeAccount('status=active&sort=createdAt', ({ can }) => can.refresh.balance.allowed);
  await lookAtList(page, '?status=active&sort=createdAt');
  await open(page, `/accounts/${account.id}`);
  const link = next(page).or(previous(page)).first();
  const href = await link.getAttribute('href');
  await control(`/accounts/${account.id}/deactivate`, { cause: 'access_denied', action: 'relink_required' });
  await readAgain(account.id);
  await expect(page.getByText('Needs relink').first()).toBeVisible();
  await expect(link).toHaveAttribute('href', href ?? '');
});

test('r asks which data to refresh, with reasons; the arrows choose and Enter refreshes', async ({
  page,
}) => {
  await control('/switches', { balanceDelayMs: 2_000, ownershipDelayMs: 2_000 }, 'PUT');
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  await page.keyboard.press('r');
  await expect(choice(page)).toContainText('may be billed');
  const choices = choice(page).getByRole('list').getByRole('button');
  await expect(choices).toHaveCount(3);
  await expect(choices.nth(0)).toBeFocused();
  // A dialog has the keyboard: the keys of the page sleep.
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`/accounts/${id}$`));
  await page.keyboard.press('ArrowDown');
  await expect(choices.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(choice(page)).toBeHidden();
  await expect(notes(page).getByText('Ownership: refresh requested')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Refreshes' })).toContainText(/Refreshing… \d+ s/);
  await expect(notes(page).getByText('Ownership arrived')).toBeVisible();

  await page.keyboard.press('r');
  await expect(choices.nth(0)).toBeFocused();
  await expect(choices.nth(1)).toHaveAttribute('aria-disabled', 'true');
  await expect(choices.nth(1)).toHaveAccessibleDescription(/^Stripe allows the next refresh in/);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(choices.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(choice(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(choice(page)).toBeHidden();
});

test('a refresh row keeps its height from requested over pending to its end', async ({ page }) => {
  await control('/switches', { balanceDelayMs: 2_000 }, 'PUT');
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
  await open(page, `/accounts/${id}`);
  const row = page.getByRole('region', { name: 'Refreshes' }).getByRole('listitem').first();
  const height = async () => (await row.boundingBox())?.height;
  const before = await height();
  await page.getByRole('button', { name: 'Refresh balance', exact: true }).click();
  await expect(row).toContainText('Refreshing');
  expect(await height()).toBe(before);
  await expect(row).toContainText(/Failed \d+ s ago/);
  await expect(row).toContainText(/The figures of .+ ago stay/);
  expect(await height()).toBe(before);
});

test('the refresh history marks each refresh and shows its figures', async ({ page }) => {
  await control('/switches', { balanceDelayMs: 1_000 }, 'PUT');
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
  await open(page, `/accounts/${id}`);
  await page.getByRole('button', { name: 'Refresh balance', exact: true }).click();
  await expect(notes(page).getByText('Balance: the refresh failed')).toBeVisible();
  const panel = page.getByRole('region', { name: 'Refresh history', exact: true });
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByRole('img', { name: /^Refresh history: Balance [^;]*\d failed/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Show figures of the refresh history' }).click();
  const { tries } = await read<RefreshHistory>(`/api/accounts/${id}/refreshes`);
  const rows = page.getByRole('table', { name: 'Figures of the refresh history' }).getByRole('row');
  await expect(rows).toHaveCount(tries.length + 1);
  await expect(rows.nth(1)).toContainText(/Balance.*Failed/);
});

test('the timeline tells the status alone, and the last reads', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await readAgain(id);
  await open(page, `/accounts/${id}`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button', { name: 'Status' }).click();
  await expect(page).toHaveURL(/kind=status/);
  await expect(timeline.getByRole('status').filter({ hasText: /^\d+ match$/ })).toBeVisible();
  await expect(timeline.getByText(/^First seen, /)).toBeVisible();
  await timeline.getByRole('button', { name: 'Status' }).click();
  await timeline.getByRole('button', { name: 'Reads' }).click();
  await expect(timeline.getByText('Last read, nothing new')).toBeVisible();
  await expect(timeline.getByText(/^First seen, /)).toHaveCount(0);
});

/** Until nothing has read or told the account for two seconds. */
async function untilQuiet(id: string): Promise<void> {
  await expect
    .poll(async () => Date.now() - Date.parse((await readAccount(id)).readAt))
    .toBeGreaterThan(2_000);
}

for (const width of [1440, 390]) {
  test(`nothing moves when data arrives, at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const { id } = await takeReadyAccount();
    for (const current of [120_000, 98_765]) {
      await control(`/accounts/${id}/set-balance`, { current: { usd: current } });
      await readAgain(id);
      await page.waitForTimeout(1_100);
    }
    // What Stripe told of it has come: another word for how the last read came would move what stands after it.
    await untilQuiet(id);
    await page.addInitScript(() => {
      const moved: unknown[] = [];
      Object.assign(window, { moved });
      new PerformanceObserver((entries) => {
        for (const entry of entries.getEntries() as (PerformanceEntry & {
          value: number;
          sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
        })[]) {
          // A text of spaces says nothing: what it stands in does.
          const what = entry.sources.map(({ node, previousRect: from, currentRect: to }) => [
            (node?.textContent?.trim() ? node : node?.parentElement)?.textContent?.slice(0, 120),
            `${from.x},${from.y} ${from.width}x${from.height}`,
            `${to.x},${to.y} ${to.width}x${to.height}`,
          ]);
          moved.push({ value: entry.value, at: entry.startTime, what });
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(page, `/accounts/${id}`);
    for (const name of ['Balance history', 'Refresh history']) {
      const panel = page.getByRole('region', { name, exact: true });
      await panel.scrollIntoViewIfNeeded();
      await expect(panel.getByRole('img').first()).toBeVisible();
    }
    // Long enough for every part to have come alive.
    await page.waitForTimeout(1_000);
    const moved = await page.evaluate(() => (window as typeof window & { moved: { value: number }[] }).moved);
    // A hundredth of what counts as good: a time that ticks at the right edge may grow to the left.
    const total = moved.reduce((sum, { value }) => sum + value, 0);
    expect(total, JSON.stringify(moved)).toBeLessThan(0.001);
  });
}
