// The accounts table as a tool: rows by keyboard, selection, refresh of many, columns of one's own, accounts read ahead.
import { expect, notes, open, test } from './journey';
import { listAccounts } from './world';

const frame = { name: 'Accounts, scrollable' };

test('rows are selected by box, by Shift and by keyboard; the selection survives a reload', async ({
  page,
}) => {
  await open(page, '/accounts');
  const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ });
  const bar = page.getByRole('group', { name: 'Selected accounts' });
  await boxes.nth(1).check();
  await expect(bar.getByText('1 selected')).toBeVisible();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  await expect(bar.getByText('4 selected')).toBeVisible();
  await boxes.nth(2).uncheck();
  await expect(bar.getByText('3 selected')).toBeVisible();

  await page.reload();
  await expect(bar.getByText('3 selected')).toBeVisible();
  await expect(boxes.nth(1)).toBeChecked();
  await expect(boxes.nth(2)).not.toBeChecked();

  // Another question: those that it does not show stay selected, and the bar says so.
  await page.keyboard.press('/');
  await page.keyboard.type('no such account anywhere');
  await expect(bar.getByText('3 not in this list')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(boxes.nth(1)).toBeChecked();
  await bar.getByRole('button', { name: 'Clear the selection' }).click();
  await expect(bar.getByText('selected')).toBeHidden();

  // By keyboard alone: two rows down, one selected, on with Shift, all of it dropped by Escape.
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator('tr[data-index="1"] a').first()).toBeFocused();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  await expect(bar.getByText('3 selected')).toBeVisible();
  await expect(page.locator('tr[data-index="3"] a').first()).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await expect(bar.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bar.getByText('selected')).toBeHidden();
});

test('the selected accounts are refreshed, each with its own result, and none is asked twice', async ({
  page,
}) => {
  const active = await listAccounts('status=active&permission=balances&refresh=balance%3Asucceeded');
  expect(active.length).toBeGreaterThan(3);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/refresh')) asked.push(request.url());
  });
  await open(
    page,
    '/accounts?status=active&permission=balances&refresh=balance%3Asucceeded&sort=institution',
  );
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .nth(0)
    .check();
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .nth(2)
    .click({ modifiers: ['Shift'] });
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Refresh 3 accounts' })).toBeVisible();
  const plan = await dialog
    .getByRole('radio', { name: /^Balance/ })
    .locator('..')
    .innerText();
  const can = Number(/(\d+) can be asked now/.exec(plan)?.[1]);
  expect(can).toBeGreaterThan(0);
  await dialog.getByRole('button', { name: `Refresh balance of ${can}` }).dblclick();
  await expect(dialog.getByText(`${can} of ${can} asked`)).toBeVisible();
  await expect(dialog.getByText(/^Arrived/)).toHaveCount(can, { timeout: 30_000 });
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked).toHaveLength(can);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();

  // Asked again at once, Stripe's wait stands in the way of each: nothing is offered.
  await page.keyboard.press('r');
  await expect(
    dialog.getByText(new RegExp(`${can} not allowed by Stripe yet|${can} under way already`)),
  ).toBeVisible();
  await page.keyboard.press('Escape');
});

test('r without a selection is about the row that has the keyboard', async ({ page }) => {
  await open(page, '/accounts?status=disconnected');
  await page.keyboard.press('r');
  await expect(notes(page).getByText('Select accounts first (x).')).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Refresh 1 account' })).toBeVisible();
  await expect(dialog.getByText('0 can be asked now; 1 disconnected').first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Refresh balance of 0' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.keyboard.press('Escape');
  await expect(page.locator('tr[data-index="0"] a').first()).toBeFocused();
});

test('columns, their order, widths and the density are kept, and stand so at the first paint', async ({
  page,
}) => {
  await open(page, '/accounts');
  const heads = () => page.getByRole('columnheader').allInnerTexts();
  const before = (await heads()).map((text) => text.trim());
  await page.getByRole('button', { name: 'Columns' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Ownership refresh' }).uncheck();
  await dialog.getByRole('button', { name: 'Move Linked to the left' }).click();
  await dialog.getByRole('slider', { name: 'Width of Holder' }).focus();
  await page.keyboard.press('ArrowRight');
  await dialog.getByRole('radio', { name: /^Comfortable/ }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const after = (await heads()).map((text) => text.trim());
  expect(after).toHaveLength(before.length - 1);
  expect(after.indexOf('Linked')).toBe(after.length - 2);

  // As the server writes it, without a script.
  const html = await (await page.request.get('/accounts')).text();
  expect(html).toContain('data-density="comfortable"');
  expect(html.indexOf('>Linked<')).toBeLessThan(html.lastIndexOf('>Transactions<'));
  await page.reload();
  expect((await heads()).map((text) => text.trim())).toEqual(after);

  const holder = page.getByRole('columnheader', { name: 'Holder' });
  const width = (await holder.boundingBox())?.width ?? 0;
  const handle = await page.locator('[data-width-handle="holder"]').boundingBox();
  if (!handle) throw new Error('The column has no handle.');
  await page.mouse.move(handle.x + 4, handle.y + 10);
  await page.mouse.down();
  await page.mouse.move(handle.x + 84, handle.y + 10, { steps: 4 });
  await page.mouse.up();
  expect((await holder.boundingBox())?.width ?? 0).toBeGreaterThan(width + 40);

  await page.keyboard.press('c');
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect((await heads()).map((text) => text.trim())).toEqual(before);
});

test('an account that is pointed at is read ahead: it opens without asking for it again', async ({
  page,
}) => {
  await open(page, '/accounts');
  const row = page.locator('tr[data-index="3"]');
  const href = (await row.getAttribute('data-href')) ?? '';
  const read = page.waitForResponse((response) => response.url().includes(`/api${href}`));
  await row.hover();
  await read;
  await page.waitForTimeout(500);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(`/api${href}`) && !request.url().includes('/balances'))
      asked.push(request.url());
  });
  await row.click({ position: { x: 400, y: 10 } });
  await expect(page).toHaveURL(new RegExp(`${href}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Reading the account')).toHaveCount(0);
  expect(asked.filter((url) => url.endsWith(href))).toEqual([]);
});

test('the list that was looked at is kept for the way back', async ({ page }) => {
  await open(page, '/accounts?status=active&sort=institution');
  await expect(page.getByRole('region', frame)).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => sessionStorage.getItem('relink:accounts-list')))
    .toBe('?status=active&sort=institution');
});
