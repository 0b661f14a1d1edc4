// Seeing: figures lead to the lists behind them; a list is filtered, searched, sorted, read to its end, shared as a link.
import type { Locator, Page } from '@playwright/test';
import { type AccountFacets, type AccountRow, choiceFacets, wordFacets } from '@/domain/account';
import type { Overview } from '@/domain/overview';
import type { Page as ListPage } from '@/domain/page';
import { alive, expect, open, test } from './journey';
import { listAccounts, read } from './world';

const rows = (page: Page): Locator => page.getByRole('table', { name: 'Accounts' }).getByRole('row');
const links = (page: Page): Locator => rows(page).getByRole('link');
/** Those near the window, in a list of more than a page. */
const near = (page: Page): Locator => page.locator('[data-index]').filter({ has: page.getByRole('link') });
const matchCount = (page: Page): Locator => page.getByRole('status').filter({ hasText: / match$/ });

const addresses = (page: Page): Promise<(string | null)[]> =>
  links(page).evaluateAll((all) => all.map((link) => link.getAttribute('href')));

async function countOf(query: string): Promise<number> {
  return (await read<ListPage<AccountRow>>(`/api/accounts?limit=1&${query}`)).total.value;
}

// Seeded refreshes may still end while the test counts: then it counts anew. A count that is wrong stays wrong.
const untilStill = { timeout: 60_000, intervals: [0, 2_000, 5_000] };

test('every figure of the overview is the count of the list that it leads to', async ({ page }) => {
  await expect(async () => {
    await open(page, '/');
    const figures = await page
      .getByRole('main')
      .getByRole('link')
      .evaluateAll((all) =>
        all.map((link) => ({ href: link.getAttribute('href') ?? '', words: link.textContent ?? '' })),
      );
    const lists = figures.filter(({ href }) => href.startsWith('/accounts?') && !href.includes('sort='));
    expect(lists.length).toBeGreaterThan(15);
    for (const { href, words } of lists) {
      const figure = /^\d+/.exec(words)?.[0] ?? /\d+$/.exec(words)?.[0];
      expect(await countOf(href.split('?')[1] ?? ''), `${words} leads to ${href}`).toBe(Number(figure));
    }
  }).toPass(untilStill);

  const { statuses } = await read<Overview>('/api/overview');
  const inactive = statuses.find(({ status }) => status === 'inactive')?.count;
  await page
    .getByRole('region', { name: 'Accounts by status' })
    .getByRole('link', { name: 'Inactive' })
    .click();
  await expect(page).toHaveURL(/\/accounts\?status=inactive$/);
  await expect(matchCount(page)).toHaveText(`${inactive} match`);
  await expect(page.getByRole('button', { name: 'Status Inactive' })).toBeVisible();
});

test('the figure of what expires leads to the list of exactly those, the soonest first', async ({ page }) => {
  await open(page, '/');
  const { expiringCount } = await read<Overview>('/api/overview');
  await expect(page.getByRole('link', { name: /^Need a relink/ })).toHaveAttribute(
    'href',
    '/relinks?action=relink_required',
  );
  await page.getByRole('link', { name: /^Expire within 30 days/ }).click();
  await expect(page).toHaveURL(/sort=expectedDeactivationAt/);
  const soonest = await listAccounts(new URL(page.url()).search.slice(1));
  const limit = Date.now() + 30 * 86_400_000;
  expect(soonest).toHaveLength(expiringCount);
  for (const { expectedDeactivationAt: at } of soonest)
    expect(Date.parse(at ?? '')).toBeLessThanOrEqual(limit);
  await expect(links(page).first()).toHaveAttribute('href', `/accounts/${soonest[0]?.id}`);
  const filters = page.getByRole('group', { name: 'Filters' });
  await expect(filters.getByRole('button', { name: 'Expires Within 30 days' })).toBeVisible();
  await expect(filters).toContainText('Sorted by:Expires soonest');
  await filters.getByRole('button', { name: 'Remove the sort' }).click();
  await expect(page).not.toHaveURL(/sort=/);
  await expect(filters).not.toContainText('Sorted by');
});

test('filters by status and cause with counts that the list confirms', async ({ page }) => {
  await open(page, '/accounts');
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Inactive/ }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/status=inactive/);
  await expect(matchCount(page)).toHaveText(`${await countOf('status=inactive')} match`);

  await filters.getByRole('button', { name: 'Cause' }).click();
  const choice = page.getByRole('menuitemcheckbox', { name: /^Access expired/ });
  const count = await countOf('status=inactive&cause=access_expired');
  await expect(choice).toHaveAccessibleName(`Access expired ${count}`);
  await choice.click();
  await page.keyboard.press('Escape');
  await expect(matchCount(page)).toHaveText(`${count} match`);
  await expect(links(page)).toHaveCount(count);
  for (const row of (await rows(page).all()).slice(1)) {
    await expect(row).toContainText('Needs relink');
    await expect(row).toContainText('Access expired');
  }

  await page.getByRole('button', { name: 'Remove the filter Cause' }).click();
  await expect(matchCount(page)).toHaveText(`${await countOf('status=inactive')} match`);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(/\/accounts$/);
});

test('each count of each filter is the total of its list, under other filters too', async () => {
  await expect(async () => {
    for (const others of ['', 'status=inactive']) {
      const facets = await read<AccountFacets>(`/api/accounts/facets?${others}`);
      expect(Object.keys(facets)).toEqual([...wordFacets, ...Object.keys(choiceFacets)]);
      for (const [facet, values] of Object.entries(facets)) {
        if (!others) expect(values.length, `values of ${facet}`).toBeGreaterThan(0);
        for (const { value, count } of values) {
          const rest = facet === 'status' ? '' : others;
          const query = `${facet}=${encodeURIComponent(value)}&${rest}`;
          expect(await countOf(query), query).toBe(count);
        }
      }
    }
  }).toPass(untilStill);
});

test('search finds by name, last four digits, institution and the start of an id', async ({ page }) => {
  const wanted = (await listAccounts('status=active')).find(
    ({ holder, last4 }) => holder.name !== null && last4 !== null,
  );
  if (!wanted) throw new Error('The world has no account with a name and digits.');
  await open(page, '/accounts');
  const search = page.getByRole('textbox', { name: 'Search accounts' });
  const texts = [
    wanted.holder.name ?? '',
    wanted.last4 ?? '',
    wanted.id.slice(0, 14),
    wanted.id,
    wanted.holder.id ?? '',
  ];
  for (const text of texts) {
    await search.fill(text);
    // Two searches may match the same number: the address tells which of them is shown.
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe(text);
    await expect(matchCount(page)).toHaveText(`${await countOf(`q=${encodeURIComponent(text)}`)} match`);
    await expect.poll(() => addresses(page)).toContain(`/accounts/${wanted.id}`);
  }
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(search).toBeFocused();
});

test('sorts both ways by the head of a column', async ({ page }) => {
  await open(page, '/accounts');
  for (const [name, sort, first] of [
    ['Linked', 'createdAt', 'ascending'],
    ['Account', 'institution', 'ascending'],
    ['Balance', 'balanceAsOf', 'descending'],
  ] as const) {
    const head = page.getByRole('columnheader', { name, exact: true });
    for (const direction of first === 'ascending'
      ? ['ascending', 'descending']
      : ['descending', 'ascending']) {
      await head.getByRole('button').click();
      await expect(head).toHaveAttribute('aria-sort', direction);
      const order = (await listAccounts(`sort=${direction === 'ascending' ? '' : '-'}${sort}`)).slice(0, 50);
      await expect.poll(() => addresses(page)).toEqual(order.map(({ id }) => `/accounts/${id}`));
      expectOrder(order, sort, direction);
    }
  }
});

function expectOrder(
  list: AccountRow[],
  sort: 'createdAt' | 'institution' | 'balanceAsOf',
  direction: string,
): void {
  const keyOf = ({ createdAt, institutionName, balance }: AccountRow) =>
    ({ createdAt, institution: institutionName.toLowerCase(), balanceAsOf: balance?.asOf ?? null })[sort];
  const keys = list.map(keyOf).filter((key) => key !== null);
  const sorted = [...keys].sort();
  expect(keys, `${sort} ${direction}`).toEqual(direction === 'ascending' ? sorted : sorted.reverse());
}

test('no last four digits are cut by the edge of their column', async ({ page }) => {
  await open(page, '/accounts?sort=institution');
  const { seen, cut } = await rows(page).evaluateAll((all) => {
    const digits = all
      .flatMap((row) => [...row.querySelectorAll('span')])
      .filter((span) => /^••\d{4}$/.test(span.textContent));
    const right = (element: Element | null) => element?.getBoundingClientRect().right ?? 0;
    const beyond = digits.filter((span) => right(span) > right(span.closest('td')));
    return { seen: digits.length, cut: beyond.map((span) => span.closest('td')?.textContent) };
  });
  expect(seen).toBeGreaterThan(20);
  expect(cut).toEqual([]);
});

test('more rows come until the end, each account once', async ({ page }) => {
  const total = await countOf('');
  expect(total).toBeGreaterThanOrEqual(200);
  await open(page, '/accounts');
  // Rows come and go with the scrolling: what was seen on the way counts.
  const frame = page.getByRole('region', { name: 'Accounts, scrollable' });
  const seen = new Set<string>();
  await expect
    .poll(async () => {
      for (const address of await addresses(page)) seen.add(String(address));
      await frame.evaluate((element) => element.scrollBy({ top: element.clientHeight * 0.8 }));
      return seen.size;
    })
    .toBe(total);
  await expect(page.getByText(`${total} accounts, all shown`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load more' })).toBeHidden();
});

test('when a list becomes long under the reader, the rows near the window are not made anew', async ({
  page,
}) => {
  await open(page, '/accounts');
  const frame = page.getByRole('region', { name: 'Accounts, scrollable' });
  await links(page).first().hover();
  // What measures long lists comes at the first sign of a person.
  await page.waitForLoadState('networkidle');
  const marked = await near(page).evaluateAll(
    (all) => all.map((row) => row.setAttribute('data-stood', '')).length,
  );
  expect(marked).toBe(50);
  await frame.evaluate((element) => element.scrollBy({ top: 300 }));
  await expect(page.getByText(/^100 of \d+ accounts shown/)).toBeAttached();
  const stood = await near(page).evaluateAll((all) =>
    all
      .filter((row) => Number(row.getAttribute('data-index')) < 40)
      .map((row) => row.hasAttribute('data-stood')),
  );
  expect(stood.length).toBeGreaterThan(30);
  expect(stood).not.toContain(false);
});

test('the address carries the whole question: reload, back, forward and a copied link keep it', async ({
  page,
  context,
}) => {
  await open(page, '/accounts');
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitemcheckbox', { name: /^Active/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Holder', exact: true }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=holder/);
  await page.getByRole('textbox', { name: 'Search accounts' }).fill('a');
  await expect(page).toHaveURL(/status=active.*q=a|q=a.*status=active/);
  const address = page.url();
  await expect(matchCount(page)).toBeVisible();
  const order = (await listAccounts(new URL(address).search.slice(1)))
    .slice(0, 50)
    .map(({ id }) => `/accounts/${id}`);
  await expect.poll(() => addresses(page)).toEqual(order);

  await page.reload();
  await alive(page);
  await expect(page.getByRole('textbox', { name: 'Search accounts' })).toHaveValue('a');
  await expect(page.getByRole('columnheader', { name: 'Holder', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(page.getByRole('button', { name: 'Status Active' })).toBeVisible();
  expect(await addresses(page)).toEqual(order);

  const frame = page.getByRole('region', { name: 'Accounts, scrollable' });
  await frame.evaluate((element) => element.scrollTo(0, 700));
  // By its address: rows far above the window leave the document meanwhile, and the twentieth of it becomes another.
  await page.locator(`[role="row"][data-href="${order[20]}"] a`).first().click();
  await expect(page).toHaveURL(new RegExp(`${order[20]}$`));
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Accounts');
  await page.goBack();
  await expect(page).toHaveURL(address);
  // Scrolled that far, the next rows have come as well, and those far above the window stand no longer in the document.
  const placed = () =>
    near(page).evaluateAll((all) => all.map(({ dataset }) => [dataset.index, dataset.href]));
  const firstPage = async () => (await placed()).filter(([index]) => Number(index) < order.length);
  await expect.poll(async () => (await firstPage()).length).toBeGreaterThan(30);
  for (const [index, address] of await firstPage()) expect(address).toBe(order[Number(index)]);
  await expect.poll(() => frame.evaluate((element) => element.scrollTop)).toBeGreaterThan(600);
  await page.goForward();
  await expect(page).toHaveURL(new RegExp(`${order[20]}$`));

  const other = await context.newPage();
  await open(other, address);
  expect(await addresses(other)).toEqual(order);
});

test('an empty list names the filter that empties it and drops it', async ({ page }) => {
  await open(page, '/accounts?status=inactive&q=no-such-account-anywhere');
  await expect(page.getByText('No account matches')).toBeVisible();
  await expect(page.getByText(/Without Search there are accounts/)).toBeVisible();
  await page.getByRole('button', { name: /^Drop Search: \d+ accounts$/ }).click();
  await expect(matchCount(page)).toHaveText(`${await countOf('status=inactive')} match`);

  await page.getByRole('textbox', { name: 'Search accounts' }).fill('no-such-account-anywhere');
  await page.getByRole('button', { name: 'Remove the filter Status' }).click();
  await expect(page.getByText('Nothing is called, ends in or is “no-such-account-anywhere”.')).toBeVisible();
  await page.getByRole('button', { name: 'Drop Search' }).click();
  await expect(links(page).first()).toBeVisible();
});
