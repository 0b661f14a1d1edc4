// Access: every page and everything that opens passes axe in both themes and at both widths; the main job needs no mouse.
import { expectNoBarriers, expectToFit } from './barriers';
import { expect, notes, open, tabTo, test } from './journey';
import {
  aRun,
  control,
  firstId,
  listAccounts,
  makeSession,
  readAccount,
  readAgain,
  send,
  takeAccount,
  takeReadyAccount,
} from './world';

// Looking at a page from every side takes a slow machine its time.
test.describe.configure({ timeout: 180_000 });

const accountOf = async (query: string): Promise<string> => `/accounts/${(await listAccounts(query))[0]?.id}`;

async function failedAccount(): Promise<string> {
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/fail-next-refresh`, { feature: 'balance' });
  await send(`/api/accounts/${id}/refresh`, { features: ['balance'] });
  await expect
    .poll(async () => (await readAccount(id)).refreshes[0]?.status, { timeout: 30_000 })
    .toBe('failed');
  return `/accounts/${id}`;
}

const pages: [what: string, title: RegExp, path: () => string | Promise<string>][] = [
  ['overview', /^Overview · Relink$/, () => '/'],
  ['accounts', /^Accounts · Relink$/, () => '/accounts'],
  ['accounts, filtered to none', /^Accounts · Relink$/, () => '/accounts?status=inactive&q=nothing-matches'],
  [
    'an active account',
    /••\d{4} · Relink$/,
    () => accountOf('status=active&refresh=balance%3Asucceeded&q=check'),
  ],
  ['an account that needs a relink', / · Relink$/, () => accountOf('status=inactive&action=relink_required')],
  ['an account that nothing mends', / · Relink$/, () => accountOf('status=inactive&action=none')],
  ['a disconnected account', / · Relink$/, () => accountOf('status=disconnected')],
  ['an account whose refresh failed', /••\d{4} · Relink$/, failedAccount],
  ['relinks', /^Relinks · Relink$/, () => '/relinks'],
  ['sessions', /^Sessions · Relink$/, () => '/sessions'],
  ['a session', /^Session fcsess_\w+ · Relink$/, async () => `/sessions/${(await makeSession()).id}`],
  ['a new session', /^New session · Relink$/, () => '/sessions/new'],
  ['the events', /^Events · Activity · Relink$/, () => '/activity'],
  ['the dead letters', /^Dead letters · Activity · Relink$/, () => '/activity?view=dead'],
  ['the runs', /^Runs · Activity · Relink$/, () => '/activity?view=runs'],
  ['the jobs', /^Jobs · Activity · Relink$/, () => '/activity?view=jobs'],
  ['the webhooks', /^Webhooks · Activity · Relink$/, () => '/activity?view=webhooks'],
  ['an event', / · Relink$/, async () => `/activity/events/${await firstId('/api/events?limit=1')}`],
  [
    'a run',
    /^(Sweep of \w+( \w+)?|Full list|Drift audit) [0-9a-f-]{36} · Relink$/,
    async () => `/activity/runs/${await aRun()}`,
  ],
  ['the audit trail', /^Audit · Relink$/, () => '/audit'],
  ['an unknown session', /Session|Not found/, () => '/sessions/fcsess_unknown'],
  ['an unknown account', /Account|Not found/, () => '/accounts/fca_unknown'],
  ['an unknown run', /^Run not found · Relink$/, () => '/activity/runs/none'],
  ['an unknown page', /^Not found · Relink$/, () => '/no-such-page'],
];

for (const [what, title, path] of pages) {
  test(`${what}: has a title and no barrier`, async ({ page, complaints }) => {
    complaints.allow(/status of 404/);
    await open(page, await path());
    await expect(page).toHaveTitle(title);
    await expectNoBarriers(page, what);
  });
}

test('zoomed to 200 % every page fits its width', async ({ page }) => {
  // What a window of 1440 × 900 shows then.
  await page.setViewportSize({ width: 720, height: 450 });
  const account = await accountOf('status=inactive&action=relink_required');
  for (const path of [
    '/',
    '/accounts',
    account,
    '/relinks',
    '/sessions',
    '/sessions/new',
    '/activity',
    '/audit',
  ]) {
    await open(page, path);
    await expectToFit(page, `${path} at 200 %`);
    await expect(page.getByRole('heading', { level: 1 })).toBeInViewport();
  }
});

test('a form full of errors has no barrier', async ({ page }) => {
  await open(page, '/sessions/new');
  await page.getByRole('checkbox', { name: 'Balances', exact: true }).uncheck();
  await page.getByRole('textbox', { name: 'Country' }).fill('USA');
  await page.getByRole('button', { name: 'Make session' }).click();
  await expect(page.getByText(/fields need a change/)).toBeVisible();
  await expectNoBarriers(page, 'the form with errors');
});

test('dialogs have no barrier', async ({ page }) => {
  await open(page, await accountOf('status=active'));
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectNoBarriers(page, 'the disconnect dialog');
  await open(page, '/sessions');
  await page.getByRole('button', { name: 'Look up by id' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Session id' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByText(/starts with fcsess_/)).toBeVisible();
  await expectNoBarriers(page, 'the look-up dialog');
  await open(page, '/');
  await page.getByRole('button', { name: 'Run backfill' }).click();
  await expect(page.getByRole('dialog', { name: 'Run a backfill' })).toBeVisible();
  await expectNoBarriers(page, 'the backfill dialog');
});

test('menus, the sheet, hints and notes have no barrier', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 900 });
  await open(page, '/accounts');
  await expect(page.getByText(/^Copy within \d+/)).toBeVisible();
  await page.getByRole('button', { name: 'Open the navigation' }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Overview' })).toBeVisible();
  await expectNoBarriers(page, 'the navigation sheet', [390]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Status', exact: true }).click();
  await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible();
  await expectNoBarriers(page, 'a filter menu', [390]);

  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, '/accounts');
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: 'Refresh', exact: true })
    .click();
  await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible();
  await expectNoBarriers(page, 'the menu of refreshes', [1440]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible();
  await expectNoBarriers(page, 'the theme menu', [1440]);

  await open(page, await accountOf('status=active'));
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(notes(page).getByText(/^Read again/)).toBeVisible();
  await expectNoBarriers(page, 'a note and a hint', [1440]);
});

test('the theme is chosen, kept, and set before the first paint', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/accounts');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload({ waitUntil: 'commit' });
  await page.waitForSelector('h1');
  expect(await background()).toBe(dark);
  await expect(page.getByRole('button', { name: 'Theme: Dark' })).toBeVisible();
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await open(page, '/accounts');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the main job by keyboard alone: find an inactive account, read why, find another, refresh it', async ({
  page,
}) => {
  const account = await takeReadyAccount();
  await open(page, '/');
  await tabTo(page, page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Accounts/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible();

  await tabTo(page, page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Status' }));
  await page.keyboard.press('Enter');
  const inactive = page.getByRole('menuitemcheckbox', { name: /^Inactive/ });
  await expect(inactive).toBeVisible();
  for (
    let presses = 0;
    presses < 5 && !(await inactive.evaluate((item) => item === document.activeElement));
    presses += 1
  ) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/status=inactive/);
  await page.keyboard.press('Escape');
  const first = page.getByRole('table', { name: 'Accounts' }).getByRole('link').first();
  await expect(page.getByRole('status').filter({ hasText: / match$/ })).toBeVisible();
  await tabTo(page, first);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Status' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/status=inactive/);

  await open(page, '/accounts');
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Search accounts' })).toBeFocused();
  await page.keyboard.type(account.id);
  const found = page.getByRole('table', { name: 'Accounts' }).getByRole('link');
  await expect(found).toHaveCount(1);
  await tabTo(page, found);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(account.last4 ?? '');
  const refresh = page.getByRole('button', { name: 'Refresh balance' });
  await tabTo(page, refresh);
  await page.keyboard.press('Enter');
  await expect(notes(page).getByText('Balance: refresh requested')).toBeVisible();
  await expect(notes(page).getByText('Balance arrived')).toBeVisible();
  // The focus stays where the work is.
  await expect(refresh).toBeFocused();
});

test('a chosen filter is heard: how many match is a status, sorting is announced on the head', async ({
  page,
}) => {
  await open(page, '/accounts?status=inactive');
  await expect(page.getByRole('status').filter({ hasText: / match$/ })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Linked' })).toHaveAttribute('aria-sort', 'descending');
  const narrow = await takeAccount(
    'status=active',
    ({ permissions }) => permissions !== null && !permissions.includes('ownership'),
  );
  await readAgain(narrow.id);
  await open(page, `/accounts/${narrow.id}`);
  await expect(page.getByRole('button', { name: 'Refresh ownership' })).toHaveAccessibleDescription(
    /did not grant the permission/,
  );
});
