// Disconnecting: by keyboard alone, with consequences told, a reason given and the digits typed; for good, and once.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { AccountDetail } from '@/domain/account';
import type { Problem } from '@/domain/problem';
import { expect, notes, open, tabTo, test } from './journey';
import { readAccount, send, takeAccount, takeReadyAccount, watchStripe } from './world';

const opener = (page: Page): Locator => page.getByRole('button', { name: 'Disconnect', exact: true });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Disconnect / });
const confirm = (page: Page): Locator => dialog(page).getByRole('button', { name: 'Disconnect for good' });
const reason = (page: Page): Locator => dialog(page).getByRole('textbox', { name: 'Reason' });
const digits = (page: Page): Locator => dialog(page).getByRole('textbox', { name: /^Type .+ to confirm/ });

test('by keyboard alone: consequences, reason, digits, disconnected', async ({ page }) => {
  const { id, last4 } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  await tabTo(page, opener(page));
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await expect(dialog(page)).toContainText('This cannot be undone');
  await expect(dialog(page)).toContainText('A relink cannot bring it back');
  await expect(dialog(page)).toContainText('Payment methods made from it stay usable');

  await tabTo(page, reason(page));
  await expect(confirm(page)).toHaveAccessibleDescription('Give a reason of at least 3 characters.');
  await page.keyboard.type('The customer asked us to stop.');
  await expect(confirm(page)).toHaveAccessibleDescription(`Type ${last4} to confirm.`);
  await tabTo(page, digits(page));
  await page.keyboard.type('0');
  await expect(confirm(page)).toHaveAttribute('aria-disabled', 'true');
  // Enter in a field submits a form: with the wrong digits it must not.
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  expect(await asked(`${id}/disconnect`)).toEqual([]);

  await page.keyboard.press('Backspace');
  await page.keyboard.type(last4 ?? '');
  await expect(confirm(page)).not.toHaveAttribute('aria-disabled');
  await tabTo(page, confirm(page));
  await page.keyboard.press('Enter');

  await expect(dialog(page)).toBeHidden();
  await expect(notes(page).getByText('Disconnected', { exact: true })).toBeVisible();
  const header = page.getByRole('main').locator('header').first();
  await expect(header.getByText('Disconnected', { exact: true })).toBeVisible();
  await expect(opener(page)).toBeFocused();
  await expect(opener(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(opener(page)).toHaveAccessibleDescription(/disconnected, for good/);
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(
    '“The customer asked us to stop.”',
  );
  expect(await asked(`POST /v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(1);
  expect((await readAccount(id)).status).toBe('disconnected');
});

test('pressed twice it acts once', async ({ page }) => {
  const { id, last4 } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  await opener(page).click();
  await reason(page).fill('Duplicate of another account');
  await digits(page).fill(last4 ?? '');
  await confirm(page).dblclick();
  await expect(dialog(page)).toBeHidden();
  expect(await asked(`${id}/disconnect`)).toHaveLength(1);
});

test('sent twice under one key it acts once and answers the same; under another it is refused', async () => {
  const { id } = await takeReadyAccount();
  const asked = await watchStripe();
  const intent = { requestKey: randomUUID() };
  const body = { reason: 'No longer needed' };
  const first = await send<{ account: AccountDetail }>(`/api/accounts/${id}/disconnect`, body, intent);
  const second = await send<{ account: AccountDetail }>(`/api/accounts/${id}/disconnect`, body, intent);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(first.body.account.status).toBe('disconnected');
  expect(second.body.account.version).toBe(first.body.account.version);
  const other = await send<Problem>(`/api/accounts/${id}/disconnect`, body);
  expect([other.status, other.body.code]).toEqual([409, 'account_disconnected']);
  expect(await asked(`${id}/disconnect`)).toHaveLength(1);
});

test('Escape closes, sends nothing, forgets what was typed and gives the focus back', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  const asked = await watchStripe();
  await opener(page).focus();
  await page.keyboard.press('Enter');
  await reason(page).fill('Only a thought');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(reason(page)).toHaveValue('');
  await dialog(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  expect(await asked(`${id}/disconnect`)).toEqual([]);
  expect((await readAccount(id)).status).toBe('active');
});

test('an account without digits wants the word typed', async ({ page }) => {
  const { id } = await takeAccount('', ({ last4, status }) => last4 === null && status !== 'disconnected');
  await open(page, `/accounts/${id}`);
  await opener(page).click();
  await reason(page).fill('Wrong account');
  await digits(page).fill('disconnect');
  await expect(confirm(page)).toHaveAttribute('aria-disabled', 'true');
  await digits(page).fill('DISCONNECT');
  await confirm(page).click();
  await expect(dialog(page)).toBeHidden();
  expect((await readAccount(id)).status).toBe('disconnected');
});
