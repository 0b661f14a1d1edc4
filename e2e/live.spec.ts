// Seeing it live: what changes at Stripe changes on the screen by itself, in every tab, over cuts, and never backwards.
import type { BrowserContext, Page } from '@playwright/test';
import type { AccountRow } from '@/domain/account';
import type { Page as ListPage } from '@/domain/page';
import { expect, open, test } from './journey';
import { control, readAccount, readAgain, takeReadyAccount } from './world';

const rowOf = (page: Page, id: string) => page.locator(`[data-row="${id}"]`);
const notice = (page: Page) => page.getByRole('status', { name: 'Live updates' });

/** Only this account in the list. */
const listOf = ({ id }: { id: string }) => `/accounts?q=${id}`;

/** The bank ends the access; the console reads it, asked from outside of the page. */
async function breakAccess(id: string): Promise<void> {
  await control(`/accounts/${id}/deactivate`, { cause: 'access_denied', action: 'relink_required' });
  await readAgain(id);
}

/** Waits until changes arrive by themselves. */
async function live(page: Page): Promise<void> {
  await expect(notice(page)).toHaveAttribute('data-phase', 'live');
}

/** How many streams the pages of a browser ask for. */
function countStreams(context: BrowserContext): () => number {
  let streams = 0;
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/changes') streams += 1;
  });
  return () => streams;
}

async function withoutReload(page: Page, steps: () => Promise<void>): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-loaded-once', ''));
  await steps();
  await expect(page.locator('html')).toHaveAttribute('data-loaded-once', '');
}

test('a change at Stripe shows on the list and on the account’s page without a reload, through one stream', async ({
  context,
  page,
}) => {
  const streams = countStreams(context);
  const account = await takeReadyAccount();
  await open(page, listOf(account));
  await live(page);
  const detail = await context.newPage();
  await open(detail, `/accounts/${account.id}`);
  await live(detail);
  await expect(rowOf(page, account.id)).toContainText('Active');
  await withoutReload(page, () =>
    withoutReload(detail, async () => {
      await breakAccess(account.id);
      await expect(rowOf(page, account.id)).toContainText('Needs relink', { timeout: 5_000 });
      await expect(detail.getByText('Needs relink').first()).toBeVisible({ timeout: 5_000 });
      await expect(detail.getByRole('region', { name: 'Timeline' })).toContainText(/inactive/i);
    }),
  );
  expect(streams()).toBe(1);
});

test('when the tab with the stream closes, another takes over and misses nothing', async ({
  context,
  page,
}) => {
  const streams = countStreams(context);
  const account = await takeReadyAccount();
  await open(page, '/');
  await live(page);
  const other = await context.newPage();
  await open(other, listOf(account));
  await live(other);
  expect(streams()).toBe(1);
  await page.close();
  await breakAccess(account.id);
  await expect(rowOf(other, account.id)).toContainText('Needs relink');
  await expect.poll(streams).toBe(2);
  await expect(notice(other)).toBeEmpty();
});

test('a cut stream is said within about 20 s, and caught up with when it is back', async ({
  complaints,
  context,
  page,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const account = await takeReadyAccount();
  await open(page, listOf(account));
  await live(page);
  await expect(notice(page)).toBeEmpty();

  await page.route('**/api/changes*', (route) => route.abort());
  await context.setOffline(true);
  await expect(notice(page)).toContainText(
    /This computer is offline\. What is shown is from \d\d:\d\d:\d\d/,
    {
      timeout: 25_000,
    },
  );
  await breakAccess(account.id);
  await context.setOffline(false);
  await expect(notice(page)).toContainText('Live updates are interrupted.', { timeout: 25_000 });
  await expect(notice(page)).toContainText('it catches up by itself');

  await page.unroute('**/api/changes*');
  await expect(rowOf(page, account.id)).toContainText('Needs relink', { timeout: 15_000 });
  await expect(notice(page)).toBeEmpty();
});

test('a stream that never comes is said, and what is pending is asked for instead', async ({
  complaints,
  page,
}) => {
  complaints.allow(/ERR_FAILED/);
  await page.route('**/api/changes*', (route) => route.abort());
  const account = await takeReadyAccount();
  await control('/switches', { balanceDelayMs: 12_000 }, 'PUT');
  await open(page, `/accounts/${account.id}`);
  await expect(notice(page)).toContainText('Live updates are interrupted.', { timeout: 25_000 });
  await page.getByRole('button', { name: 'Refresh balance', exact: true }).click();
  const row = page.getByRole('region', { name: 'Refreshes' }).getByRole('listitem').first();
  await expect(row).toContainText('Refreshing');
  await expect(row).toContainText('Succeeded', { timeout: 60_000 });
});

test('a slow answer that is older than what the stream brought does not replace it', async ({ page }) => {
  const account = await takeReadyAccount();
  await open(page, listOf(account));
  await live(page);
  const before = await page.evaluate(
    (id) => fetch(`/api/accounts?q=${id}`).then((answer) => answer.json()),
    account.id,
  );
  await breakAccess(account.id);
  await expect(rowOf(page, account.id)).toContainText('Needs relink');
  // The answer to a question asked before the change, held up on its way.
  let answered = 0;
  await page.route(/\/api\/accounts\?/, async (route) => {
    answered += 1;
    await route.fulfill({ json: before });
  });
  const stale = (before as ListPage<AccountRow>).data[0];
  expect(stale?.status).toBe('active');
  // Another order asks again, and gets the old answer.
  await page.getByRole('columnheader', { name: 'Account' }).getByRole('button').click();
  await expect.poll(() => answered).toBeGreaterThan(0);
  await page.waitForTimeout(500);
  await expect(rowOf(page, account.id)).toContainText('Needs relink');
});

test('on a slow network the next page of a list arrives though its rows keep changing', async ({ page }) => {
  const account = await takeReadyAccount();
  await open(page, '/accounts');
  await live(page);
  const foot = page.getByText(/of \d+ accounts shown/);
  await expect(foot).toContainText('50 of');
  // Longer than the time between two readings of a list that changes.
  await page.route(/\/api\/accounts\?.*cursor=/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    await route.continue();
  });
  let isDone = false;
  const changing = (async () => {
    while (!isDone) await readAgain(account.id);
  })();
  await foot.scrollIntoViewIfNeeded();
  await expect(foot).toContainText('100 of', { timeout: 12_000 });
  isDone = true;
  await changing;
});

test('from the commit to the row on the screen: p95 under a second over 50 changes', async ({ page }) => {
  const account = await takeReadyAccount();
  await open(page, listOf(account));
  await live(page);
  // The page notes by its own clock when a text appears in the row; commit times are the server's: one machine, one clock.
  await page.evaluate((id) => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const text = document.querySelector(`[data-row="${id}"]`)?.textContent ?? '';
      seen[/Named \d+/.exec(text)?.[0] ?? ''] ??= Date.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, account.id);
  const tookMs: number[] = [];
  for (let turn = 0; turn < 50; turn += 1) {
    const name = `Named ${turn}`;
    await control(`/patch/accounts/${account.id}`, { set: { display_name: name } });
    await readAgain(account.id);
    await expect(rowOf(page, account.id)).toContainText(name, { timeout: 10_000 });
    const { readAt } = await readAccount(account.id);
    const seenAt = await page.evaluate(
      (key) => (window as typeof window & { seen: Record<string, number> }).seen[key],
      name,
    );
    tookMs.push((seenAt ?? Number.POSITIVE_INFINITY) - Date.parse(readAt));
  }
  tookMs.sort((a, b) => a - b);
  const [p50, p95] = [tookMs[24] ?? 0, tookMs[47] ?? 0];
  console.log(`commit to row on the screen: p50 ${p50} ms, p95 ${p95} ms, most ${tookMs.at(-1)} ms`);
  expect(p95).toBeLessThan(1_000);
});
