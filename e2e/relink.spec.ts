// Relinking: an expired login is found, explained, given one session, and works again when the customer has finished it.
import type { Page } from '@playwright/test';
import type { AccountDetail } from '@/domain/account';
import type { Problem } from '@/domain/problem';
import type { RelinkPage } from '@/domain/relink';
import { expect, notes, open, test } from './journey';
import {
  control,
  isReady,
  read,
  readAccount,
  readAgain,
  send,
  takeAccount,
  takeReadyAccount,
  watchStripe,
} from './world';

const status = (page: Page) => page.getByRole('main').locator('header').first();

/** The row of one login in the list of relinks, found by its account's link. */
const unit = (page: Page, { id }: AccountDetail) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href="/accounts/${id}"]`) })
    .filter({ has: page.getByRole('heading') });

async function expireLogin(account: AccountDetail): Promise<void> {
  await control(`/accounts/${account.id}/expire-login`, {});
  for (const { id } of [account, ...account.siblings]) await readAgain(id);
}

test('an expired login is read, explained, relinked once and active again', async ({
  page,
  context,
  complaints,
}) => {
  complaints.allow(/api\/relinks/);
  // Plainly active: some are to be renewed early, or end soon.
  const account = await takeAccount(
    'status=active&permission=balances',
    (each) => isReady(each) && each.action === null && each.expectedDeactivationAt === null,
  );

  await open(page, `/accounts/${account.id}`);
  await expect(status(page).getByText('Active', { exact: true })).toBeVisible();
  // Stripe tells it by an event, and the page shows it by itself.
  await control(`/accounts/${account.id}/expire-login`, {});
  await expect(status(page).getByText('Needs relink')).toBeVisible();
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(notes(page).getByText(/^Read again: /)).toBeVisible();
  const standing = page.getByRole('region', { name: 'Status' });
  await expect(standing).toContainText('Access expired. The permission ran out');
  await expect(standing).toContainText('Stripe says that a relink mends it.');
  await expect(standing).toContainText('cause access_expired');

  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Relinks/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Relinks' })).toBeVisible();
  await expect(unit(page, account)).toContainText(account.institutionName);
  await expect(unit(page, account)).toContainText('Access expired');

  const late = await context.newPage();
  await open(late, '/relinks');
  await expect(unit(late, account)).toBeVisible();

  const asked = await watchStripe();
  await unit(page, account)
    .getByRole('button', { name: /^Make relink session for / })
    .dblclick();
  await expect(unit(page, account)).toContainText('Relink session open');
  const link = unit(page, account).getByRole('link', { name: /^fcsess_/ });
  const sessionId = await link.innerText();
  expect(await asked('POST /v1/financial_connections/sessions')).toHaveLength(1);

  // The other tab is told by itself, and who asks all the same gets no second one.
  await expect(unit(late, account)).toContainText('Relink session open');
  await expect(unit(late, account).getByRole('link', { name: sessionId })).toBeVisible();
  const second = await send<Problem>('/api/relinks', { accountId: account.id });
  expect([second.status, second.body.code, second.body.sessionId]).toEqual([409, 'relink_open', sessionId]);
  expect(await asked('POST /v1/financial_connections/sessions')).toHaveLength(1);
  await late.close();

  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Relink session' })).toBeVisible();
  await expect(status(page).getByText('Open', { exact: true })).toBeVisible();
  await control(`/sessions/${sessionId}/complete`, {});
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(status(page).getByText('Succeeded', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Relink' })).toContainText('Authorization mended');

  await page
    .getByRole('region', { name: 'Accounts it collected' })
    .locator(`a[href="/accounts/${account.id}"]`)
    .click();
  await expect(page.getByRole('region', { name: 'Balance', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(status(page).getByText('Active', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Timeline' }).getByText('Relink session asked for').first(),
  ).toBeVisible();
  expect((await readAccount(account.id)).status).toBe('active');
  await open(page, '/relinks');
  await expect(unit(page, account)).toHaveCount(0);
});

test('a relink that fails says why, and another session can be made', async ({ page }) => {
  const account = await takeReadyAccount();
  await expireLogin(account);
  await open(page, `/accounts/${account.id}`);
  await page.getByRole('button', { name: 'Make relink session' }).click();
  const link = page.getByRole('region', { name: 'Status' }).getByRole('link', { name: /^fcsess_/ });
  await expect(link).toBeVisible();
  const sessionId = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Relink session' })).toBeVisible();
  await control(`/sessions/${sessionId}/complete`, { outcome: 'no_authorization' });
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(status(page).getByText('Failed', { exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(
    'The customer could not authorise anything at the bank.',
  );
  await open(page, `/accounts/${account.id}`);
  await expect(page.getByRole('button', { name: 'Make relink session' })).toBeVisible();
});

test('causes are filters: the counts match, the address keeps them, what no relink mends has no button', async ({
  page,
}) => {
  const { groups } = await read<RelinkPage>('/api/relinks');
  const closed = groups.filter(({ cause, action }) => cause === 'account_closed' && action === 'none');
  const count = closed.reduce((sum, { accountCount }) => sum + accountCount, 0);
  await open(page, '/relinks');
  const beyond = page.getByRole('region', { name: 'A relink cannot mend it' });
  await beyond.getByRole('button', { name: new RegExp(`^Account closed ${count} accounts?$`) }).click();
  await expect(page).toHaveURL(/cause=account_closed/);
  const chips = page.getByRole('group', { name: 'Filters' });
  await expect(chips).toContainText('CauseAccount closed');
  await expect(chips).toContainText('Mended byNothing');
  const chosen = await read<RelinkPage>(`/api/relinks?${new URL(page.url()).search.slice(1)}`);
  const units = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3 }) });
  await expect(units).toHaveCount(chosen.total.value);
  await expect(units.getByRole('button', { name: /^Make relink session/ })).toHaveCount(0);
  await expect(units.first()).toContainText('no relink can mend this account');
  await expect(units.first()).toContainText('Please connect another');
  await page.reload();
  await expect(units).toHaveCount(chosen.total.value);
  const refusal = await send<Problem>('/api/relinks', { accountId: chosen.data[0]?.accountId });
  expect([refusal.status, refusal.body.code]).toEqual([409, 'not_repairable']);
  await chips.getByRole('button', { name: 'Remove the filter Cause' }).click();
  await expect(page).toHaveURL(/\/relinks\?action=none$/);
  await chips.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/relinks$/);
  await open(page, '/relinks');
  await page.keyboard.press('j');
  await expect(units.first().getByRole('link').first()).toBeFocused();
});
