// Refreshing: what was asked for arrives on the screen by itself, or says that it failed; nothing is asked for twice.
import type { Locator, Page } from '@playwright/test';
import type { Problem } from '@/domain/problem';
import { expect, notes, open, test } from './journey';
import { control, readAccount, send, takeReadyAccount, watchStripe } from './world';

const row = (page: Page, feature: string): Locator =>
  page
    .getByRole('region', { name: 'Refreshes' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: feature, exact: true }) });

const button = (page: Page, feature: string): Locator =>
  page.getByRole('button', { name: `Refresh ${feature.toLowerCase()}`, exact: true });

const figure = (page: Page): Locator =>
  page.getByRole('region', { name: 'Balance', exact: true }).getByRole('listitem').first();

const features = ['Balance', 'Ownership', 'Transactions'];

/** Fails when the page was loaded anew: what arrives must arrive by itself. */
async function withoutReload(page: Page, steps: () => Promise<void>): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-loaded-once', ''));
  await steps();
  await expect(page.locator('html')).toHaveAttribute('data-loaded-once', '');
}

// Long enough to be seen pending on a slow machine; what is tested is the order, not the speed.
test.beforeAll(() =>
  control('/switches', { balanceDelayMs: 3_000, ownershipDelayMs: 3_500, transactionsDelayMs: 4_000 }, 'PUT'),
);

test('each feature goes from requested to pending to arrived by itself', async ({ page }) => {
  const account = await takeReadyAccount();
  await open(page, `/accounts/${account.id}`);
  await withoutReload(page, async () => {
    for (const feature of features) {
      await expect(row(page, feature)).not.toContainText('Refreshing');
      await button(page, feature).click();
      await expect(notes(page).getByText(`${feature}: refresh requested`)).toBeVisible();
      await expect(row(page, feature)).toContainText(/Refreshing… \d+ s/);
      await expect(button(page, feature)).toHaveAttribute('aria-busy', 'true');
    }
    for (const feature of features) {
      await expect(row(page, feature)).toContainText('Succeeded');
      await expect(row(page, feature)).not.toContainText('Refreshing');
    }
    await expect(notes(page).getByText('Transactions arrived')).toBeVisible();
  });

  const { balance, ownershipId, refreshes } = await readAccount(account.id);
  expect(Date.parse(balance?.asOf ?? '')).toBeGreaterThan(Date.parse(account.balance?.asOf ?? ''));
  expect(ownershipId).not.toBe(account.ownershipId);
  for (const { feature, attemptedAt } of refreshes) {
    const before = account.refreshes.find((each) => each.feature === feature)?.attemptedAt;
    // Never attempted before: any time is later.
    const beforeMs = before ? Date.parse(before) : 0;
    expect(Date.parse(attemptedAt ?? ''), feature).toBeGreaterThan(beforeMs);
  }
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText(/^Refresh of (balance|ownership|transactions) asked for$/)).toHaveCount(3);
});

test('a failed refresh says so and says what stayed', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
  await open(page, `/accounts/${id}`);
  const before = await figure(page).innerText();
  await withoutReload(page, async () => {
    await button(page, 'Balance').click();
    await expect(row(page, 'Balance')).toContainText('Refreshing');
    await expect(row(page, 'Balance')).toContainText(/Failed \d+ s ago/);
    await expect(row(page, 'Balance')).toContainText(/The figures of .+ ago stay/);
    await expect(notes(page).getByText('Balance: the refresh failed')).toBeVisible();
    await expect(notes(page).getByText(/What was there before stays/)).toBeVisible();
    await control(`/accounts/${id}/fail-next-refresh`, { feature: 'ownership' });
    await button(page, 'Ownership').click();
    await expect(row(page, 'Ownership')).toContainText(/Failed \d+ s ago/);
    await expect(row(page, 'Ownership')).toContainText(/The owners .+ stay|Nothing had arrived before/);
    await expect(page.getByRole('region', { name: 'Status' })).toContainText(
      'Stripe can read this account. Its last refresh of balance and ownership failed',
    );
  });
  expect(await figure(page).innerText()).toBe(before);
});

test('too early: the button is off and says why and until when, and so does the API', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  await button(page, 'Ownership').click();
  await expect(row(page, 'Ownership')).toContainText('Succeeded');
  await expect(row(page, 'Ownership')).toContainText(/Next allowed\s*in \d+ (s|min)/);
  await expect(button(page, 'Ownership')).toHaveAttribute('aria-disabled', 'true');
  await expect(button(page, 'Ownership')).toHaveAccessibleDescription(
    /^Stripe allows the next refresh in \d+ (s|min), at .+\.$/,
  );

  const asked = await watchStripe();
  // Off, but it can be reached, so that its reason can be read: a press does nothing.
  await page.mouse.move(0, 0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Ownership')).toBeFocused();
  await expect(page.getByText(/^Stripe allows the next refresh in/).last()).toBeVisible();
  await page.keyboard.press('Enter');
  await button(page, 'Ownership').click({ force: true });
  const refusal = await send<Problem>(`/api/accounts/${id}/refresh`, { features: ['ownership'] });
  expect(refusal.status).toBe(409);
  expect(refusal.body).toMatchObject({
    code: 'refresh_not_yet',
    refused: [{ feature: 'ownership', code: 'refresh_not_yet' }],
  });
  expect(
    Date.parse(refusal.body.availableAt ?? refusal.body.refused?.[0]?.availableAt ?? ''),
  ).toBeGreaterThan(Date.now());
  expect(await asked(`/accounts/${id}/refresh`)).toEqual([]);
});

test('a double click asks Stripe once, and so does the same request sent twice', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  await button(page, 'Balance').dblclick();
  await expect(row(page, 'Balance')).toContainText('Refreshing');
  await expect(row(page, 'Balance')).toContainText('Succeeded');
  expect(await asked(`POST /v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(1);

  const intent = { requestKey: `e2e-${crypto.randomUUID()}` };
  const twice = await Promise.all(
    [1, 2].map(() => send(`/api/accounts/${id}/refresh`, { features: ['transactions'] }, intent)),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual(expect.arrayContaining([200]));
  const again = await send<{ requested: string[] }>(
    `/api/accounts/${id}/refresh`,
    { features: ['transactions'] },
    intent,
  );
  expect(again.status).toBe(200);
  expect(again.body.requested).toEqual(['transactions']);
  expect(await asked(`POST /v1/financial_connections/accounts/${id}/refresh`)).toHaveLength(2);
});

test('another tab sees the refresh that this one asked for', async ({ page, context }) => {
  const { id, institutionName } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  await button(page, 'Transactions').click();
  await expect(row(page, 'Transactions')).toContainText('Refreshing');
  const other = await context.newPage();
  const list = await context.newPage();
  await Promise.all([open(other, `/accounts/${id}`), open(list, `/accounts?q=${id}`)]);
  await expect(other.getByText(institutionName).first()).toBeVisible();
  for (const tab of [page, other]) {
    await expect(row(tab, 'Transactions')).toContainText('Succeeded');
    await expect(button(tab, 'Transactions')).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(list.getByRole('row').nth(1)).not.toContainText('Refreshing');
});

test('an inactive account, a missing permission: each button says why it is off', async ({ page }) => {
  const { id, permissions } = await takeReadyAccount();
  await control(`/accounts/${id}/deactivate`, { cause: 'account_closed', action: 'none' });
  expect((await send(`/api/accounts/${id}/read`, {})).status).toBe(200);
  await open(page, `/accounts/${id}`);
  for (const feature of features) {
    await expect(button(page, feature)).toHaveAttribute('aria-disabled', 'true');
    await expect(button(page, feature)).toHaveAccessibleDescription(/inactive account/);
  }
  expect(permissions).not.toBeNull();
  const refusal = await send<Problem>(`/api/accounts/${id}/refresh`, { features: ['balance'] });
  expect(refusal.body.code).toBe('account_inactive');
});
