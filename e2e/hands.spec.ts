// The day's work twice: with the mouse, and with the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import type { AccountDetail } from '@/domain/account';
import { expect, notes, open, tabTo, test } from './journey';
import {
  control,
  isReady,
  listAccounts,
  readAccount,
  readAgain,
  takeAccount,
  takeReadyAccount,
} from './world';

/** How somebody presses, chooses and types. */
interface Hand {
  name: string;
  press(page: Page, target: Locator): Promise<void>;
  /** Opens a filter and ticks one of its values. */
  choose(page: Page, filter: string, value: RegExp): Promise<void>;
  fill(page: Page, field: Locator, text: string): Promise<void>;
  /** Opens the palette. */
  find(page: Page): Promise<void>;
}

const chip = (page: Page, filter: string) =>
  page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: filter, exact: true });

const mouse: Hand = {
  name: 'the mouse',
  press: (_page, target) => target.click(),
  async choose(page, filter, value) {
    await chip(page, filter).click();
    await page.getByRole('menuitemcheckbox', { name: value }).click();
    await page.keyboard.press('Escape');
  },
  fill: (_page, field, text) => field.fill(text),
  find: (page) => page.getByRole('button', { name: /^Find/ }).click(),
};

const keyboard: Hand = {
  name: 'the keyboard alone',
  async press(page, target) {
    await expect(target).toBeVisible();
    await tabTo(page, target, 400);
    await page.keyboard.press('Enter');
  },
  async choose(page, filter, value) {
    await page.keyboard.press('f');
    await tabTo(page, chip(page, filter));
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitemcheckbox', { name: value });
    await expect(item).toBeVisible();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await item.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  },
  async fill(page, field, text) {
    await tabTo(page, field, 400);
    await page.keyboard.type(text);
  },
  find: (page) => page.keyboard.press('Control+k'),
};

const plain = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const table = (page: Page) => page.getByRole('table', { name: 'Accounts' });

/** A login at a bank that has expired just now. */
async function expiredLogin(): Promise<AccountDetail> {
  const account = await takeAccount(
    'status=active&permission=balances',
    (each) => isReady(each) && each.action === null && each.expectedDeactivationAt === null,
  );
  await control(`/accounts/${account.id}/expire-login`, {});
  for (const { id } of [account, ...account.siblings]) await readAgain(id);
  return account;
}

for (const hand of [mouse, keyboard]) {
  test.describe(`with ${hand.name}`, () => {
    test.describe.configure({ timeout: 120_000 });

    test('every account at one bank that needs relinking is found, and its relink session made', async ({
      page,
    }) => {
      const { id, institutionName } = await expiredLogin();
      await open(page, '/');
      await hand.press(
        page,
        page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Accounts/ }),
      );
      await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible();
      await hand.choose(page, 'Status', /^Inactive/);
      await expect(page).toHaveURL(/status=inactive/);
      await hand.choose(page, 'Mended by', /^A relink/);
      await expect(page).toHaveURL(/action=relink_required/);
      await hand.choose(page, 'Institution', new RegExp(`^${plain(institutionName)}`));
      await expect(page).toHaveURL(/institution=/);
      const wanted = await listAccounts(
        `status=inactive&action=relink_required&institution=${encodeURIComponent(institutionName)}`,
      );
      await expect(table(page).getByRole('link')).toHaveCount(wanted.length);

      await hand.press(page, table(page).locator(`a[href="/accounts/${id}"]`));
      await expect(page.getByRole('region', { name: 'Status' })).toContainText(
        'Stripe says that a relink mends it.',
      );
      await hand.press(page, page.getByRole('button', { name: /^Make relink session/ }));
      await expect(notes(page).getByText('Relink session made')).toBeVisible();
      await expect(page.getByRole('link', { name: /^fcsess_/ }).first()).toBeVisible();
    });

    test('a balance is refreshed, and arrives by itself', async ({ page }) => {
      const { id } = await takeReadyAccount();
      await open(page, `/accounts/${id}`);
      await hand.press(page, page.getByRole('button', { name: 'Refresh balance', exact: true }));
      await expect(notes(page).getByText('Balance: refresh requested')).toBeVisible();
      await expect(notes(page).getByText('Balance arrived')).toBeVisible({ timeout: 30_000 });
      expect((await readAccount(id)).refreshes.find(({ feature }) => feature === 'balance')?.status).toBe(
        'succeeded',
      );
    });

    test('an account is disconnected, with a reason and its digits typed', async ({ page }) => {
      const { id, last4 } = await takeReadyAccount();
      await open(page, `/accounts/${id}`);
      await hand.press(page, page.getByRole('button', { name: 'Disconnect', exact: true }));
      const dialog = page.getByRole('dialog', { name: /^Disconnect / });
      await expect(dialog).toContainText('This cannot be undone');
      await hand.fill(
        page,
        dialog.getByRole('textbox', { name: 'Reason' }),
        'The customer closed the contract',
      );
      await hand.fill(page, dialog.getByRole('textbox', { name: /^Type .+ to confirm/ }), last4 ?? '');
      await hand.press(page, dialog.getByRole('button', { name: 'Disconnect for good' }));
      await expect(dialog).toBeHidden();
      await expect(notes(page).getByText('Disconnected', { exact: true })).toBeVisible();
      expect((await readAccount(id)).status).toBe('disconnected');
    });

    test('an account is found by its last digits from the palette', async ({ page }) => {
      const { id, last4 } = await takeReadyAccount();
      await open(page, '/relinks');
      await hand.find(page);
      const palette = page.getByRole('dialog', { name: 'Find' });
      await expect(palette.getByRole('combobox')).toBeFocused();
      await page.keyboard.type(last4 ?? '');
      const found = palette.getByRole('option', { name: new RegExp(`••${last4}`) }).first();
      await expect(found).toBeVisible();
      if (hand === mouse) await found.click();
      else {
        for (let presses = 0; presses < 30; presses += 1) {
          if ((await found.getAttribute('aria-selected')) === 'true') break;
          await page.keyboard.press('ArrowDown');
        }
        await page.keyboard.press('Enter');
      }
      await expect(page.getByRole('heading', { level: 1 })).toContainText(last4 ?? '');
      const opened = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      // Of several with the same digits any is right.
      expect((await readAccount(opened)).last4).toBe(last4);
      expect(id).toBeTruthy();
    });

    test('a filtered list is shared by its address', async ({ page, browser }) => {
      await open(page, '/accounts');
      await hand.choose(page, 'Status', /^Active/);
      await expect(page).toHaveURL(/status=active/);
      await hand.press(
        page,
        page.getByRole('columnheader', { name: 'Holder', exact: true }).getByRole('button'),
      );
      await expect(page).toHaveURL(/sort=holder/);
      await expect(table(page)).not.toHaveAttribute('aria-busy', 'true');
      const shown = await table(page)
        .locator('tr[data-row]')
        .evaluateAll((rows) => rows.slice(0, 30).map((row) => row.getAttribute('data-row')));
      const other = await browser.newContext();
      const theirs = await other.newPage();
      await open(theirs, page.url());
      await expect(theirs.getByRole('button', { name: 'Remove the filter Status' })).toBeVisible();
      expect(
        await table(theirs)
          .locator('tr[data-row]')
          .evaluateAll((rows) => rows.slice(0, 30).map((row) => row.getAttribute('data-row'))),
      ).toEqual(shown);
      await other.close();
    });
  });
}
