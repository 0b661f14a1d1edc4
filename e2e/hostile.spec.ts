// A world of hostile values (EMULATOR_FLAVOUR=hostile): every page stands, fits, runs nothing of it and shows it as text.
import type { Page } from '@playwright/test';
import type { AccountRow } from '@/domain/account';
import { formatMoney } from '@/domain/money';
import { expectNoBarriers, expectToFit } from './barriers';
import { expect, open, test } from './journey';
import { control, firstId, listAccounts, read, readAccount, someCustomer, stripe } from './world';

test.describe.configure({ timeout: 300_000 });

const isMarkup = (text: string | null) => text?.includes('<script>') ?? false;

/** Of each kind of oddity one account: by its name, its status, what it lacks. */
async function oddAccounts(): Promise<AccountRow[]> {
  const all = await listAccounts();
  const kinds = Map.groupBy(all, ({ displayName, status, holder, balance }) =>
    [displayName?.slice(0, 8), status, holder.type, balance?.amounts.length].join(),
  );
  return [...kinds.values()].flatMap(([first]) => (first ? [first] : [])).slice(0, 12);
}

async function expectHarmless(page: Page, what: string): Promise<void> {
  await expect(page, what).not.toHaveTitle(/^hacked/);
  const made = await page.locator('img[src="x"], main script').count();
  expect(made, `elements made of names on ${what}`).toBe(0);
}

test('every list stands at both widths, without a barrier', async ({ page }) => {
  for (const path of ['/', '/accounts', '/relinks', '/sessions', '/activity', '/audit']) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, path);
    await expectNoBarriers(page, path);
    await expectHarmless(page, path);
  }
  for (const path of ['/activity?view=runs', '/activity?view=webhooks', '/sessions/new']) {
    await open(page, path);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectToFit(page, `${path} at ${width}`);
    }
    await expectHarmless(page, path);
  }
});

test('an account of every odd kind stands, its raw object too', async ({ page }) => {
  const odd = await oddAccounts();
  expect(odd.length).toBeGreaterThan(5);
  for (const { id } of odd) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, `/accounts/${id}`);
    await page.getByText(/^Raw object/).click();
    await expect(page.getByRole('region', { name: 'Raw account object' })).toContainText(id);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectToFit(page, `${id} at ${width}`);
    }
    await expectHarmless(page, id);
  }
});

test('an account with markup for a name shows it as text, without a barrier', async ({ page }) => {
  const account = (await listAccounts()).find(
    ({ displayName, balance }) => isMarkup(displayName) && (balance?.amounts.length ?? 0) > 0,
  );
  if (!account) throw new Error('The hostile world has no account with markup for a name.');
  await open(page, `/accounts/${account.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>document.title="hacked"');
  await expectNoBarriers(page, 'an account with markup for a name');
  await expectHarmless(page, account.id);
});

test('twelve currencies are told by their own decimals, the largest with every digit', async ({ page }) => {
  const { id } = (await listAccounts()).find(({ balance }) => balance?.amounts.length === 12) ?? {};
  if (!id) throw new Error('The hostile world has no account with twelve currencies.');
  const { balance } = await readAccount(id);
  await open(page, `/accounts/${id}`);
  const panel = page.getByRole('region', { name: 'Balance', exact: true });
  for (const { currency, currentMinor } of balance?.amounts ?? []) {
    if (currentMinor === null) continue;
    const text = formatMoney({ amountMinor: Math.abs(currentMinor), currency });
    const words = currentMinor < 0 ? `owes ${text}` : text;
    await expect(
      panel.getByText(words, { exact: true }).first(),
      `${currency} ${currentMinor}`,
    ).toBeVisible();
  }
  expect(formatMoney({ amountMinor: 500, currency: 'jpy' })).toBe('¥500');
  expect(formatMoney({ amountMinor: 1_234, currency: 'kwd' })).toMatch(/1\.234$/);
});

test('an event and a session of hostile things stand', async ({ page }) => {
  const customer = await someCustomer();
  const session = await stripe<{ id: string }>('/v1/financial_connections/sessions', {
    'account_holder[type]': 'customer',
    'account_holder[customer]': customer.id,
    'permissions[]': 'balances',
  });
  await control(`/sessions/${session.id}/complete`, {});
  await expect
    .poll(async () => (await read<{ data: unknown[] }>('/api/events?limit=1')).data.length, {
      timeout: 60_000,
    })
    .toBe(1);
  const event = await firstId('/api/events?limit=1');
  for (const path of [`/activity/events/${event}`, `/sessions?q=${session.id}`]) {
    await open(page, path);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectToFit(page, `${path} at ${width}`);
    }
    await expectHarmless(page, path);
  }
});
