// Trouble: the server out of reach, answers lost, proxies in between, and data that no one expected. The page says so and goes on.
import type { Locator, Page } from '@playwright/test';
import type { AccountDetail } from '@/domain/account';
import { expectToFit } from './barriers';
import { alive, expect, notes, open, test } from './journey';
import { aRun, control, readAccount, readAgain, takeAccount, takeReadyAccount, watchStripe } from './world';

const failedLoad = /Failed to load resource|net::ERR_/;
const list = '**/api/accounts?*';
const unavailable = {
  type: 'about:blank',
  title: 'The database does not answer',
  status: 503,
  code: 'database_unavailable',
  detail: 'The database does not answer. Try again soon.',
  requestId: 'req-of-this-test',
};

const balanceRow = (page: Page): Locator =>
  page
    .getByRole('region', { name: 'Refreshes' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: 'Balance' }) });
const refreshBalance = (page: Page): Locator => page.getByRole('button', { name: 'Refresh balance' });

test('a list that cannot be read says why and comes back by the retry', async ({ page, complaints }) => {
  complaints.allow(failedLoad);
  await open(page, '/accounts');
  await page.route(list, (route) => route.abort());
  await page.getByRole('columnheader', { name: 'Holder' }).getByRole('button').click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('The accounts could not be read');
  await expect(alert).toContainText("Relink's server cannot be reached");
  await page.unroute(list);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Accounts' }).getByRole('link').first()).toBeVisible();
  await expect(alert).toBeHidden();
});

test('a refusal shows its words and the request id; a foreign answer is told from ours', async ({
  page,
  complaints,
}) => {
  complaints.allow(failedLoad);
  await open(page, '/accounts');
  await page.route(list, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify(unavailable),
    }),
  );
  await page.getByRole('columnheader', { name: 'Holder' }).getByRole('button').click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('The database does not answer. Try again soon.');
  await expect(alert).toContainText('req-of-this-test');
  await expect(alert.getByRole('button', { name: 'Copy request id' })).toBeVisible();
  await page.unroute(list);
  await page.route(list, (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
  );
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toContainText(/answered 502 with something that is not an answer of Relink's/);
});

test('a write while offline says so, is not sent, and is sent once when the network is back', async ({
  page,
  context,
  complaints,
}) => {
  complaints.allow(failedLoad);
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  await context.setOffline(true);
  await refreshBalance(page).click();
  await expect(balanceRow(page).getByRole('alert')).toContainText('This computer is offline');
  await expect(
    page.getByRole('region', { name: 'Balance', exact: true }).getByRole('listitem').first(),
  ).toBeVisible();
  await context.setOffline(false);
  expect(await asked(`${id}/refresh`)).toEqual([]);
  await refreshBalance(page).click();
  await expect(balanceRow(page)).toContainText('Refreshing');
  await expect(balanceRow(page)).toContainText('Succeeded');
  expect(await asked(`${id}/refresh`)).toHaveLength(1);
});

test('a part of the page that cannot be fetched says so, leaves the rest alone and comes by another try', async ({
  page,
  complaints,
}) => {
  complaints.allow(failedLoad);
  await open(page, '/accounts');
  // The first sign of a person brings what every dialog needs: only this one's own part shall be missing.
  await page.getByRole('button', { name: 'Columns' }).hover();
  await page.waitForLoadState('networkidle');
  await page.route('**/_next/static/chunks/**', (route) => route.abort());
  await page.keyboard.press('c');
  const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(alert).toContainText('The rest works');
  await expect(page.getByRole('table', { name: 'Accounts' })).toBeVisible();
  await page.unroute('**/_next/static/chunks/**');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog', { name: 'Columns and density' })).toBeVisible();
});

test('a write whose answer is lost is repeated under its own key and acts once', async ({
  page,
  complaints,
}) => {
  complaints.allow(failedLoad);
  const { id } = await takeReadyAccount();
  const asked = await watchStripe();
  const keys: (string | undefined)[] = [];
  const path = `**/api/accounts/${id}/refresh`;
  // With the stream the page would learn what became of it, and have nothing to repeat.
  await page.route('**/api/changes*', (route) => route.abort());
  await open(page, `/accounts/${id}`);
  await page.route(path, async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    const answer = await route.fetch();
    if (keys.length === 1) return route.abort();
    return route.fulfill({ response: answer });
  });
  await refreshBalance(page).click();
  await expect(balanceRow(page).getByRole('alert')).toContainText(/cannot be reached/);
  await refreshBalance(page).click();
  await expect(notes(page).getByText('Balance: refresh requested')).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  expect(await asked(`${id}/refresh`)).toHaveLength(1);
});

/** Another question on each page, which its browser asks the API. */
const questions = [
  ['/accounts', '?status=active', '**/api/accounts?*', 'The accounts'],
  ['/relinks', '?cause=access_expired', '**/api/relinks?*', 'The relinks'],
  ['/sessions', '?outcome=succeeded', '**/api/sessions?*', 'The sessions'],
  ['/activity', '?state=applied', '**/api/events?*', 'The events'],
  ['/activity?view=runs', '?view=runs&kind=events', '**/api/runs?*', 'The runs'],
  ['/audit', '?verb=account.refresh', '**/api/audit?*', 'The audit trail'],
] as const;

for (const [path, search, api, what] of questions) {
  test(`${what}: an API that is unavailable is told in words, and asked again by the retry`, async ({
    page,
    complaints,
  }) => {
    complaints.allow(failedLoad);
    await open(page, path);
    await page.route(api, (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify(unavailable),
      }),
    );
    // Only then does the router hear of a new address.
    await page.waitForFunction(() => !String(history.pushState).includes('native code'));
    await page.evaluate((text) => history.pushState(null, '', text), search);
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert).toContainText(`${what} could not be read`);
    await expect(alert).toContainText('The database does not answer. Try again soon.');
    await page.unroute(api);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toBeHidden();
  });
}

test('on a slow network a page is legible before its scripts have come, and then works', async ({
  page,
  context,
}) => {
  const slow = await context.newCDPSession(page);
  const kilobyte = 1_024;
  await slow.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50 * kilobyte,
    uploadThroughput: 50 * kilobyte,
  });
  await page.goto('/accounts', { waitUntil: 'commit' });
  await expect(page.getByRole('table', { name: 'Accounts' }).getByRole('link').first()).toBeVisible();
  // A press before the page is alive may be lost; one after it waits for what it opens.
  await alive(page);
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Status' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: /^Active/ })).toBeVisible();
});

test('leaving in the middle of a command loses neither the command nor its result', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, '/accounts');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  const path = `**/api/accounts/${id}/refresh`;
  await page.route(path, async (route) => {
    const answer = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // The page that asked may be gone.
    await route.fulfill({ response: answer }).catch(() => undefined);
  });
  await refreshBalance(page).click();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await page.goForward();
  await alive(page);
  await expect(balanceRow(page)).toContainText('Succeeded');
  expect(await asked(`${id}/refresh`)).toHaveLength(1);
});

const now = Math.floor(Date.now() / 1000);
const isPlain = ({ action, expectedDeactivationAt }: AccountDetail): boolean =>
  action === null && expectedDeactivationAt === null;
const isBlank = ({ balance, ownershipId, refreshes }: AccountDetail): boolean =>
  balance === null && ownershipId === null && refreshes.every(({ status }) => status === null);

// Lengths, directions, markup and formulas that a bank or a customer may put into a name.
const script = '<script>document.title="hacked"</script><img src=x onerror=\'document.title="hacked"\'>';
const names = [
  'n'.repeat(5_000),
  `${script} "quotes" 'and' &amp; {{7*7}} \${7*7}`,
  'مصرف السلام \u202egnp.exe 銀行 🏦👩‍👩‍👧‍👦 Z̸̨̞a̷l̶g̴o̸',
  '=HYPERLINK("https://evil.example","x")',
  '\u200b\u200b',
];
const twelveCurrencies = Object.fromEntries(
  ['usd', 'eur', 'gbp', 'jpy', 'kwd', 'cad', 'aud', 'chf', 'sek', 'inr', 'brl', 'undefined'].map(
    (currency, index) => [currency, (index % 2 ? -1 : 1) * (index % 3 ? 9_007_199_254_740_991 : 1)],
  ),
);
const unknownWords = {
  status: 'hibernating',
  category: 'crypto',
  subcategory: 'moon_savings',
  permissions: ['balances', 'telepathy'],
  status_details: { hibernating: { cause: 'winter' } },
  supported_payment_method_types: ['pigeon'],
  subscriptions: ['transactions', 'weather'],
  balance_refresh: { status: 'napping', last_attempted_at: now, next_refresh_available_at: null },
  a_field_from_the_future: { deep: [1, { er: null }] },
};
const nothing = Object.fromEntries(
  [
    'display_name',
    'last4',
    'balance',
    'balance_refresh',
    'ownership',
    'ownership_refresh',
    'transaction_refresh',
    'permissions',
    'status_details',
    'account_holder',
    'authorization',
    'account_numbers',
  ].map((name) => [name, null]),
);

interface Oddity {
  what: string;
  set: object;
  /** What must be legible all the same. */
  shows: string;
  /** The accounts that it may happen to: the guard drops an answer that takes one back in time. */
  fits?: (account: AccountDetail) => boolean;
  /** A page that lists it, beside the accounts. */
  list?: string;
}

const oddities: Oddity[] = [
  ...names.map(
    (name, index): Oddity => ({
      what: `hostile name ${index + 1}`,
      set: { display_name: name, institution_name: name },
      shows: 'Active',
      fits: isPlain,
    }),
  ),
  { what: 'words that Stripe has not invented yet', set: unknownWords, shows: '“hibernating”' },
  { what: 'nulls wherever one may stand', set: nothing, shows: 'Stripe names no holder', fits: isBlank },
  {
    what: 'twelve currencies, negative and huge',
    set: {
      balance: { as_of: now, type: 'cash', current: twelveCurrencies, cash: { available: twelveCurrencies } },
    },
    shows: '90,071,992,547,409.91',
  },
  {
    what: 'an inactive account of an unknown cause',
    set: { status: 'inactive', status_details: { inactive: { cause: 'c'.repeat(300), action: 'dance' } } },
    shows: '“dance”',
    list: '/relinks',
  },
];

for (const { what, set, shows, fits = () => true, list } of oddities) {
  test(`${what}: pages stand, fit and run no script`, async ({ page }) => {
    const { id } = await takeAccount('status=active', fits);
    await control(`/patch/accounts/${id}`, { set });
    await readAgain(id);
    for (const path of [`/accounts?q=${id}`, ...(list ? [list] : []), `/accounts/${id}`]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(page, path);
      if (path === `/accounts/${id}`) await expect(page.getByRole('main')).toContainText(shows);
      await expectToFit(page, `${path}, wide`);
      await page.setViewportSize({ width: 390, height: 900 });
      await expectToFit(page, `${path}, narrow`);
      await expect(page).not.toHaveTitle('hacked');
    }
    await page.getByText(/^Raw object/).click();
    await expect(page.getByRole('region', { name: 'Raw account object' })).toContainText(id);
    await expectToFit(page, 'the raw object');
    expect((await readAccount(id)).id).toBe(id);
  });
}

test('what is shown and cannot be read again is said to be old, until it is read', async ({
  page,
  complaints,
}) => {
  complaints.allow(failedLoad);
  const runs = '**/api/runs?*';
  await aRun();
  await open(page, '/activity?view=runs');
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('link').first()).toBeVisible();
  await page.route(runs, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify(unavailable),
    }),
  );
  const note = page.getByRole('status').filter({ hasText: 'Could not be read again' });
  await expect(note).toContainText('The database does not answer. Try again soon.', { timeout: 30_000 });
  await expect(note).toContainText('What is shown is from');
  await expect(page.getByRole('table', { name: 'Runs' }).getByRole('link').first()).toBeVisible();
  await page.unroute(runs);
  await page.getByRole('main').getByRole('button', { name: 'Retry' }).click();
  await expect(note).toBeHidden();
});
