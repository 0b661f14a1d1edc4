// Sessions: made by Stripe's rules, looked up by id, shown in full but for the secret, which is shown nowhere.
import type { Locator, Page } from '@playwright/test';
import type { SessionDetail } from '@/domain/session';
import { expect, open, test } from './journey';
import { control, get, makeSession, read, send, someCustomer, stripe, watchStripe } from './world';

const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true });
const box = (page: Page, name: string): Locator => page.getByRole('checkbox', { name, exact: true });
const submit = (page: Page): Promise<void> => page.getByRole('button', { name: 'Make session' }).click();
const noSecret = /client_secret|fcsess_client_secret/;

test('is made with what was chosen, opened by its customer, and shows what it brought', async ({ page }) => {
  const heard: string[] = [];
  page.on('response', async (response) => {
    if (/json|html|x-component/.test(response.headers()['content-type'] ?? ''))
      heard.push(await response.text().catch(() => ''));
  });
  const customer = await someCustomer();
  await open(page, `/sessions/new?holder=${customer.id}`);
  await expect(field(page, 'Holder')).toHaveValue(customer.id);
  await box(page, 'Ownership').check();
  await box(page, 'Prefetch balances').check();
  await box(page, 'Checking').check();
  await field(page, 'Country').fill('us');
  await field(page, 'Account limit').fill('1');
  await page.getByRole('combobox', { name: 'Payment support' }).selectOption('Not required: any account');
  await field(page, 'Return URL').fill('https://example.com/done');
  const asked = await watchStripe();
  await page.getByRole('button', { name: 'Make session' }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'Session', exact: true })).toBeVisible();
  expect(await asked('POST /v1/financial_connections/sessions')).toHaveLength(1);

  const facts = page.getByRole('region', { name: 'What it asks for' });
  for (const words of [
    customer.id,
    'Balances',
    'Ownership',
    'Checking',
    'US',
    'At most 1',
    'https://example.com/done',
  ]) {
    await expect(facts).toContainText(words);
  }
  const standing = page.getByRole('region', { name: 'How it stands' });
  await expect(standing).toContainText('The customer has not finished it yet.');
  await expect(standing).toContainText('No secret is shown here.');

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await control(`/sessions/${id}/complete`, { institution: 'Test (Non-OAuth)' });
  await page.getByRole('button', { name: 'Read again from Stripe' }).click();
  await expect(page.getByRole('main').locator('header').first()).toContainText('Succeeded');
  const brought = page.getByRole('region', { name: 'Accounts it collected' }).getByRole('link');
  await expect(brought).toHaveCount(1);

  await page.getByText(/^Raw object/).click();
  await expect(page.getByRole('region', { name: 'Raw session object' })).toContainText(`"id": "${id}"`);
  expect(await page.content()).not.toMatch(noSecret);
  expect(heard.length).toBeGreaterThan(3);
  for (const text of heard) expect(text).not.toMatch(noSecret);

  // The account that came is known from now on, and says which session brought it.
  await brought.click();
  await expect(page.getByRole('region', { name: 'Brought by' })).toContainText(id);
});

test("refuses by Stripe's rules beside the fields and loses nothing that was typed", async ({
  page,
  complaints,
}) => {
  complaints.allow(/status of 502/);
  await open(page, '/sessions/new');
  const asked = await watchStripe();
  // A prefetch needs the permission of the same name: without it the box is off and says so.
  await expect(box(page, 'Prefetch owners')).toBeDisabled();
  await expect(page.getByText('Needs the permission ownership')).toBeVisible();
  await box(page, 'Ownership').check();
  await box(page, 'Prefetch owners').check();
  await box(page, 'Ownership').uncheck();
  await expect(box(page, 'Prefetch owners')).not.toBeChecked();

  await box(page, 'Balances').uncheck();
  await field(page, 'Holder').fill('someone');
  await field(page, 'Country').fill('USA');
  await field(page, 'Account limit').fill('none');
  await field(page, 'Return URL').fill('not an address');
  await submit(page);
  await expect(field(page, 'Holder')).toHaveAccessibleDescription(
    /Give an id that starts with cus_ or acct_$/,
  );
  await expect(field(page, 'Holder')).toBeFocused();
  await expect(page.getByRole('group', { name: 'Permissions' })).toContainText(
    'Choose at least one permission',
  );
  await expect(field(page, 'Country')).toHaveAccessibleDescription(/Two letters, like US$/);
  await expect(field(page, 'Account limit')).toHaveAccessibleDescription(/A whole number from 1 to 1,000/);
  await expect(field(page, 'Return URL')).toHaveAccessibleDescription(/A web address, like/);
  await expect(page.getByText('5 fields need a change.')).toBeVisible();
  const typed = [
    ['Holder', 'someone'],
    ['Country', 'USA'],
    ['Account limit', 'none'],
    ['Return URL', 'not an address'],
  ] as const;
  for (const [name, value] of typed) await expect(field(page, name)).toHaveValue(value);
  expect(await asked('POST /v1/financial_connections/sessions')).toEqual([]);

  // What only Stripe knows stands beside the field as well.
  await box(page, 'Balances').check();
  await field(page, 'Country').fill('US');
  await field(page, 'Account limit').fill('');
  await field(page, 'Return URL').fill('');
  await field(page, 'Holder').fill('cus_nobody');
  await submit(page);
  await expect(field(page, 'Holder')).toHaveAccessibleDescription(/No such customer: 'cus_nobody'/);
  await expect(field(page, 'Holder')).toHaveValue('cus_nobody');
  await expect(field(page, 'Country')).toHaveValue('US');
});

test('the API holds the same rules', async () => {
  const { id: holder } = await someCustomer();
  const refusal = await send('/api/sessions', { holder, permissions: ['balances'], prefetch: ['ownership'] });
  expect(refusal.status).toBe(400);
  expect(refusal.body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'prefetch' }] });
});

test('one that another integration made is looked up by its id', async ({ page }) => {
  const { id: customer } = await someCustomer();
  const { id } = await stripe<{ id: string }>('/v1/financial_connections/sessions', {
    'account_holder[type]': 'customer',
    'account_holder[customer]': customer,
    'permissions[]': 'transactions',
  });
  await open(page, '/sessions');
  await page.getByRole('textbox', { name: 'Search sessions' }).fill(id);
  await expect(page.getByText('This console does not know the session')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Look up by id' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Look up a session' });
  await expect(dialog.getByRole('textbox', { name: 'Session id' })).toHaveValue(id);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Session', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'How it stands' })).toContainText('Looked up by its id');
  await expect(page.getByRole('region', { name: 'What it asks for' })).toContainText('Transactions');
  await page.goto('/sessions?origin=looked_up');
  await expect(page.getByRole('link', { name: id })).toBeVisible();
  const head = page.getByRole('columnheader', { name: 'First seen' });
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await head.getByRole('button').click();
  await expect(page).toHaveURL(/origin=looked_up&sort=firstSeenAt$/);
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByRole('link', { name: id })).toBeVisible();
});

test('an unknown or mistyped id says so', async ({ page, complaints }) => {
  complaints.allow(/the server responded with a status of 404/);
  await open(page, '/sessions');
  await page.getByRole('button', { name: 'Look up by id' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Look up a session' });
  const id = dialog.getByRole('textbox', { name: 'Session id' });
  await expect(id).toBeFocused();
  await page.keyboard.type('sess 12');
  await page.keyboard.press('Enter');
  await expect(id).toHaveAccessibleDescription(/A session id starts with fcsess_/);
  await id.fill('fcsess_1NoSuchSession');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(/fcsess_1NoSuchSession|[Nn]o session/);
  await expect(id).toHaveValue('fcsess_1NoSuchSession');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await open(page, '/sessions/fcsess_1NoSuchSession');
  await expect(page.getByRole('heading', { level: 1, name: 'Session not found' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Look up by id' })).toBeVisible();
});

test('no answer and no page holds a secret of a session', async () => {
  await makeSession();
  const { data } = await read<{ data: SessionDetail[] }>('/api/sessions?limit=200');
  expect(data.length).toBeGreaterThan(0);
  for (const { id } of data.slice(0, 20)) {
    for (const path of [`/api/sessions/${id}`, `/sessions/${id}`]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      expect(answer.text, path).not.toMatch(noSecret);
    }
  }
  for (const path of ['/api/sessions?limit=200', '/sessions', '/api/relinks', '/relinks']) {
    expect((await get(path)).text, path).not.toMatch(noSecret);
  }
});
