// The palette and the keys: everything is found and done without a mouse, and nothing that is found is of another text.
import type { Locator, Page } from '@playwright/test';
import type { AccountRow } from '@/domain/account';
import { expectNoBarriers } from './barriers';
import { expect, open, tabTo, test } from './journey';
import { listAccounts, makeSession, someCustomer } from './world';

// Looking at a dialog from four sides takes a slow machine its time.
test.describe.configure({ timeout: 180_000 });

const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Find' });
const field = (page: Page): Locator => palette(page).getByRole('combobox');
const options = (page: Page): Locator => palette(page).getByRole('option');
const group = (page: Page, name: string): Locator => palette(page).getByRole('group', { name, exact: true });
const foot = (page: Page): Locator => palette(page).getByRole('status');
const help = (page: Page): Locator => page.getByRole('dialog', { name: 'Keys' });

async function openByKey(page: Page): Promise<void> {
  // One that is still leaving has the keyboard.
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
}

/** Moves down until the option is the chosen one, as the field tells it to everybody. */
async function moveTo(page: Page, option: Locator): Promise<void> {
  await expect(option).toBeVisible();
  const count = await options(page).count();
  for (let presses = 0; presses <= count; presses += 1) {
    if ((await option.getAttribute('aria-selected')) === 'true') {
      await expect(field(page)).toHaveAttribute(
        'aria-activedescendant',
        (await option.getAttribute('id')) ?? '',
      );
      await expect(option).toBeInViewport();
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`${count} presses of the arrow did not reach ${option}`);
}

async function accountWithDigits(): Promise<AccountRow & { last4: string }> {
  for (const account of await listAccounts('status=active')) {
    if (account.last4 !== null && account.holder.name !== null) return { ...account, last4: account.last4 };
  }
  throw new Error('The world has no account with a name and digits.');
}

test('opens by its key and by its button, closes by both and by Escape, and gives the focus back', async ({
  page,
}) => {
  await open(page, '/accounts');
  const search = page.getByRole('textbox', { name: 'Search accounts' });
  await search.focus();
  await openByKey(page);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(search).toBeFocused();
  await openByKey(page);
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeHidden();

  const button = page.getByRole('button', { name: /^Find/ });
  await button.click();
  await expect(field(page)).toBeFocused();
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    await expect(palette(page).locator(':focus')).toHaveCount(1);
  }
  await palette(page).getByRole('button', { name: 'Close' }).click();
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: /^Find/ }).click();
  await expect(field(page)).toBeFocused();
});

test('an account by its last four digits, opened by keyboard alone', async ({ page }) => {
  const account = await accountWithDigits();
  await open(page, '/');
  await openByKey(page);
  await page.keyboard.type(account.last4);
  const option = options(page).filter({ hasText: account.id });
  await expect(option).toContainText(account.institutionName);
  await expect(option).toContainText(`••${account.last4}`);
  await expect(option).toContainText(account.holder.name ?? '');
  await expect(foot(page)).toHaveText(/^\d+ results?$/);
  await moveTo(page, option);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/accounts/${account.id}$`));
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(account.last4);
});

test('an account by id, institution, its name and its holder', async ({ page }) => {
  const { id, institutionName, displayName, holder } = await accountWithDigits();
  await open(page, '/accounts');
  await openByKey(page);
  for (const text of [id, id.slice(0, 16), holder.id ?? '', holder.name ?? '']) {
    await field(page).fill(text);
    await expect(group(page, 'Accounts').getByRole('option').filter({ hasText: id }), text).toBeVisible();
  }
  for (const text of [institutionName, displayName ?? institutionName]) {
    await field(page).fill(text);
    const first = group(page, 'Accounts').getByRole('option').first();
    await expect(first).toContainText(text, { ignoreCase: true });
  }
  await field(page).fill('a');
  await expect(group(page, 'Accounts')).toBeHidden();
});

test('a session by the start of its id, a holder by name', async ({ page }) => {
  const session = await makeSession();
  await open(page, '/');
  await openByKey(page);
  await page.keyboard.type(session.id.slice(0, -3));
  const hit = group(page, 'Sessions').getByRole('option').filter({ hasText: session.id });
  await expect(hit).toContainText('Open');
  await moveTo(page, hit);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/sessions/${session.id}$`));

  const customer = await someCustomer();
  await openByKey(page);
  await page.keyboard.type(customer.name);
  const holder = group(page, 'Holders').getByRole('option').filter({ hasText: customer.id });
  await expect(holder).toContainText(customer.name);
  await expect(holder).toContainText(/\d+ accounts?/);
  await moveTo(page, holder);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/accounts\\?holder=${customer.id}$`));
  const held = await listAccounts(`holder=${customer.id}`);
  await expect(page.getByRole('table', { name: 'Accounts' }).getByRole('link')).toHaveCount(held.length);
});

test('many matches lead to the whole list, none is said honestly', async ({ page }) => {
  await open(page, '/sessions');
  await openByKey(page);
  await page.keyboard.type('fca_');
  const all = group(page, 'Accounts').getByRole('option', { name: 'All accounts that match “fca_”' });
  await moveTo(page, all);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/accounts\?q=fca_$/);

  await openByKey(page);
  await page.keyboard.type('no such thing');
  await expect(palette(page).getByText('Nothing matches “no such thing”')).toBeVisible();
  await expect(palette(page).getByText(/^Accounts are found by id, last four digits/)).toBeVisible();
  await expect(foot(page)).toHaveText('0 results');
});

test('a page, an action of the page, which gets the focus, and a theme', async ({ page }) => {
  await open(page, '/');
  await openByKey(page);
  await page.keyboard.type('acc');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible();

  await openByKey(page);
  await expect(group(page, 'List').getByRole('option', { name: /Search accounts/ })).toBeVisible();
  await page.keyboard.type('search');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Search accounts' })).toBeFocused();

  await openByKey(page);
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: 'Theme: Dark' })).toBeVisible();
  await openByKey(page);
  await page.keyboard.type('like the');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
});

test('what comes late for an earlier text is given up, and never shown', async ({ page }) => {
  const account = await accountWithDigits();
  const early = account.id.slice(0, 8);
  const given: string[] = [];
  page.on('requestfailed', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/search') given.push(searchParams.get('q') ?? '');
  });
  await page.route(`**/api/search?q=${early}`, () => new Promise(() => undefined));
  await open(page, '/');
  await openByKey(page);
  const asked = page.waitForRequest(`**/api/search?q=${early}`);
  await page.keyboard.type(early);
  await expect(foot(page)).toHaveText(/^Looking/);
  await asked;
  await field(page).fill(account.id);
  await expect(options(page)).toHaveText([new RegExp(account.id)]);
  expect(given).toEqual([early]);
});

test('a failure says what happened, with its request id, and can be tried again', async ({
  page,
  complaints,
}) => {
  complaints.allow(/status of 503/);
  const { id } = await accountWithDigits();
  const detail = 'Postgres does not answer. Try again in a moment.';
  await page.route('**/api/search?*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: {
        type: '',
        title: '',
        status: 503,
        detail,
        code: 'database_unavailable',
        requestId: 'req-of-e2e',
      },
    }),
  );
  await open(page, '/');
  await openByKey(page);
  await page.keyboard.type(id);
  const alert = palette(page).getByRole('alert');
  await expect(alert).toContainText(detail);
  await expect(alert).toContainText('req-of-e2e');
  await page.unroute('**/api/search?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(options(page)).toHaveText([new RegExp(id)]);
  await expect(alert).toBeHidden();
});

test('what is typed before the palette has come is not lost and presses no key of the page', async ({
  page,
}) => {
  await open(page, '/accounts');
  await page.route('**/_next/static/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('g saw');
  await page.keyboard.press('Backspace');
  await expect(field(page)).toHaveValue('g sa');
  await expect(field(page)).toBeFocused();
  await expect(page).toHaveURL(/\/accounts$/);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await openByKey(page);
  await expect(field(page)).toHaveValue('');
});

test('“?” shows the keys of the page and everywhere, and gives the focus back', async ({ page }) => {
  await open(page, '/accounts');
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Relinks/ });
  await tabTo(page, link);
  await page.keyboard.press('?');
  const rowOf = (name: string) => help(page).locator('dl > div').filter({ hasText: name });
  await expect(help(page).getByRole('heading', { level: 3 })).toHaveText(['List', 'Everywhere', 'Go to']);
  await expect(rowOf('Search accounts').locator('kbd')).toHaveText(['/']);
  await expect(rowOf('Overview').locator('kbd')).toHaveText(['G', 'O']);
  await expect(rowOf('Find or do anything').locator('kbd')).toHaveText(['Ctrl', 'K']);
  await expect(rowOf('Show all keys').locator('kbd')).toHaveText(['?']);
  await page.keyboard.press('Escape');
  await expect(help(page)).toBeHidden();
  await expect(link).toBeFocused();

  await openByKey(page);
  await page.keyboard.type('keys');
  await page.keyboard.press('Enter');
  await expect(help(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
});

test('two keys lead to every page, and to none while somebody types', async ({ page }) => {
  await open(page, '/');
  for (const [keys, path] of [
    ['ga', '/accounts'],
    ['gr', '/relinks'],
    ['gs', '/sessions'],
    ['gv', '/activity'],
    ['gu', '/audit'],
    ['go', '/'],
  ] as const) {
    await page.keyboard.type(keys);
    await expect.poll(() => new URL(page.url()).pathname).toBe(path);
  }
  await open(page, '/accounts');
  await page.keyboard.press('/');
  await page.keyboard.type('ga go?');
  await expect(page.getByRole('textbox', { name: 'Search accounts' })).toHaveValue('ga go?');
  await expect(help(page)).toBeHidden();
});

test('the palette and the help on keys have no barrier', async ({ page }) => {
  const { holder, last4 } = await accountWithDigits();
  await open(page, '/accounts');
  await openByKey(page);
  await expectNoBarriers(page, 'the palette');
  for (const text of [holder.name ?? '', last4, 'fcsess_']) {
    await field(page).fill(text);
    await expect(foot(page)).toHaveText(/result/);
    await expectNoBarriers(page, `the palette with “${text}”`, [390]);
  }
  await field(page).fill('no such thing');
  await expect(palette(page).getByText(/^Nothing matches/)).toBeVisible();
  await expectNoBarriers(page, 'the palette without a match');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press('?');
  await expect(help(page)).toBeVisible();
  await expectNoBarriers(page, 'the help on keys');
});
