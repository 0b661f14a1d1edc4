// What was and when: events that arrive, dead letters, webhooks, the audit trail, the timeline, the history of a balance.
import type { Locator, Page } from '@playwright/test';
import type { AuditRow } from '@/domain/audit';
import type { BalanceHistory } from '@/domain/balance-history';
import type { EventRow } from '@/domain/event';
import type { FailedJob, JobsView } from '@/domain/job';
import type { Overview } from '@/domain/overview';
import type { Page as ListPage } from '@/domain/page';
import { expect, notes, open, test } from './journey';
import { control, read, readAgain, send, takeReadyAccount } from './world';

const table = (page: Page, name: string): Locator => page.getByRole('table', { name, exact: true });

/** The event once it is applied and nothing else is on its way to the account, whose page then stands still. */
async function newestEvent(account: string, type: string): Promise<EventRow> {
  const found: EventRow[] = [];
  await expect(async () => {
    const page = await read<ListPage<EventRow>>(`/api/events?account=${account}`);
    const event = page.data.find((each) => each.type.endsWith(type) && each.state === 'applied');
    expect(event, `an applied event ${type} of ${account}`).toBeDefined();
    expect(page.data.filter(({ state }) => state === 'due' || state === 'hinted')).toEqual([]);
    if (event) found.push(event);
  }).toPass({ timeout: 30_000 });
  const [event] = found;
  if (!event) throw new Error('no event');
  return event;
}

test('an event that a webhook brings shows by itself, and says what became of it', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, `/activity?account=${id}`);
  await expect(page.getByRole('region', { name: 'Why this account is as old as it is' })).toContainText(
    'Our copy',
  );
  await control(`/accounts/${id}/deactivate`, { cause: 'access_denied', action: 'relink_required' });
  const row = table(page, 'Events').getByRole('row').filter({ hasText: 'Account became inactive' });
  await expect(row).toContainText('financial_connections.account.deactivated', { timeout: 30_000 });
  await expect(row).toContainText('Applied', { timeout: 30_000 });
  await expect(row).toContainText('Webhook');

  await row.getByRole('link', { name: 'Account became inactive' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Account became inactive' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What became of it' })).toContainText(
    /after it was received/,
  );
  await page.getByText('Raw object').click();
  await expect(page.getByRole('region', { name: 'Raw event object' })).toContainText(`"id": "${id}"`);
});

test('an event that was applied is replayed after a question, and the audit trail says who did it', async ({
  page,
}) => {
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/deactivate`, { cause: 'access_expired', action: 'relink_required' });
  const event = await newestEvent(id, 'account.deactivated');
  await open(page, `/activity/events/${event.id}`);
  await page.getByRole('button', { name: /^Replay: / }).click();
  const dialog = page.getByRole('dialog', { name: 'Replay this event?' });
  await expect(dialog).toContainText('applied already');
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(notes(page).getByText('It is being applied again')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Applied by a read', { timeout: 30_000 });

  await open(page, `/audit?target=${event.id}`);
  const entry = table(page, 'Audit trail').getByRole('row').filter({ hasText: 'Replay an event' });
  await expect(entry).toHaveCount(1);
  await expect(entry).toContainText('console');
});

test('a dead letter stands out and is replayed one by one', async ({ page, complaints }) => {
  complaints.allow(/api\/changes/);
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/deactivate`, { cause: 'access_denied', action: 'relink_required' });
  const event = await newestEvent(id, 'account.deactivated');
  // No dead letter can be had in time: eight tries last an hour. The page is told of one; the replay is real.
  const dead: EventRow = {
    ...event,
    state: 'dead',
    attempts: 8,
    appliedAt: null,
    reason: 'Stripe refused the read',
  };
  let isDead = true;
  await page.route('**/api/events?*', async (route) => {
    if (!isDead || !route.request().url().includes('state=dead')) return route.continue();
    return route.fulfill({ json: { data: [dead], nextCursor: null, total: { value: 1, exact: true } } });
  });
  // Nothing changed at the server, so nothing would be read anew: without the stream the page asks by itself.
  await page.route('**/api/changes*', (route) => route.abort());
  await open(page, '/activity');
  const tab = page
    .getByRole('navigation', { name: 'Parts of the activity' })
    .getByRole('link', { name: /^Dead letters/ });
  await expect(tab).toContainText('1', { timeout: 30_000 });
  await tab.click();
  const row = table(page, 'Dead letters').getByRole('row').filter({ hasText: id });
  await expect(row).toContainText('Given up', { timeout: 30_000 });
  await expect(row).toContainText('Stripe refused the read');
  isDead = false;
  await row.getByRole('button', { name: /^Replay: / }).click();
  await expect(notes(page).getByText('It is being applied again')).toBeVisible();
  await expect(page.getByText('No dead letters')).toBeVisible({ timeout: 30_000 });
  const { data } = await read<ListPage<AuditRow>>(`/api/audit?target=${event.id}&verb=event.replay`);
  expect(data).toHaveLength(1);
});

test('a job that was given up is named, with what it was about and why', async ({ page }) => {
  const { id } = await takeReadyAccount();
  // Giving up takes many tries: the page is told of one.
  const failed: FailedJob = {
    id: '1',
    name: 'read-account',
    target: { targetType: 'account', targetId: id },
    error: 'Stripe refused the read',
    attempts: 25,
    failedAt: new Date().toISOString(),
    nextTryAt: null,
  };
  await page.route('**/api/jobs', async (route) => {
    const answer = await route.fetch();
    const jobs: JobsView = await answer.json();
    const kind = { due: 0, later: 0, running: 0, failing: 0, givenUp: 1, oldestDueAt: null, nextAt: null };
    const kinds = [...jobs.kinds, { name: 'made-up', ...kind }];
    await route.fulfill({ json: { ...jobs, kinds, failed: [failed] } });
  });
  await open(page, '/activity?view=jobs');
  const list = page.getByRole('region', { name: 'Jobs that failed last' });
  await expect(list).toContainText('Given up');
  await expect(list).toContainText('Stripe refused the read');
  await expect(list.getByRole('link', { name: id })).toHaveAttribute('href', `/accounts/${id}`);
});

test('filters of the events are in the address, and an empty list says which empties it', async ({
  page,
}) => {
  await open(page, '/activity');
  await page.getByRole('button', { name: 'Result' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Given up' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/state=dead/);
  await expect(page.getByText('The filter Result (Given up) leaves nothing.')).toBeVisible();
  await page.getByRole('button', { name: 'Drop Result' }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await expect(table(page, 'Events').getByRole('row').nth(1)).toBeVisible();
});

test('the webhooks card says how Stripe is heard and checks the endpoint', async ({ page }) => {
  await open(page, '/activity?view=webhooks');
  const card = page.getByRole('region', { name: 'Webhooks' });
  await expect(card).toContainText('Connected');
  await expect(card).toContainText('/api/webhooks/stripe');
  await expect(card.getByRole('button', { name: 'Copy the address' })).toBeVisible();
  await card.getByRole('button', { name: 'Check endpoint' }).click();
  await expect(notes(page).getByText('The endpoint is as it should be')).toBeVisible();
});

test('a run is started, shows its progress and what it found', async ({ page }) => {
  await open(page, '/activity?view=runs');
  await page.getByRole('button', { name: 'Start a run' }).click();
  await page.getByRole('button', { name: 'Start: Drift audit' }).click();
  await expect(notes(page).getByText('Drift audit asked for')).toBeVisible();
  const row = table(page, 'Runs').getByRole('row').filter({ hasText: 'by console' }).first();
  await expect(row).toContainText('Drift audit');
  await expect(row).toContainText('Done', { timeout: 120_000 });
  await row.getByRole('link', { name: 'Drift audit' }).click();
  await expect(page.getByRole('region', { name: 'Proof' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Difference rate');
});

test('a refresh stands in the audit trail with its result and Stripe’s request', async ({ page }) => {
  const { id } = await takeReadyAccount();
  expect((await send(`/api/accounts/${id}/refresh`, { features: ['balance'] })).status).toBe(200);
  await open(page, '/audit');
  await page.getByRole('textbox', { name: 'What was done to one thing' }).fill(id);
  await expect(page).toHaveURL(new RegExp(`target=${id}`));
  // Other journeys may have refreshed it before; the newest stands first.
  const { total } = await read<ListPage<AuditRow>>(`/api/audit?target=${id}&verb=account.refresh`);
  const entries = table(page, 'Audit trail').getByRole('row').filter({ hasText: 'account.refresh' });
  await expect(entries).toHaveCount(total.value);
  const entry = entries.first();
  await expect(entry).toContainText('Done');
  await expect(entry).toContainText(/req_/);
  await entry.getByRole('button', { name: /^Details: / }).click();
  await expect(page.getByRole('dialog', { name: 'Refresh' })).toContainText('console');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'What', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Refresh' }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/verb=account\.refresh/);
  await expect(entries).toHaveCount(total.value);
});

test('the timeline tells events beside changes, day by day, and shows one kind alone', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await control(`/accounts/${id}/deactivate`, { cause: 'access_denied', action: 'relink_required' });
  await newestEvent(id, 'account.deactivated');
  await open(page, `/accounts/${id}`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByRole('heading', { name: 'Today' })).toBeVisible();
  await expect(timeline).toContainText(/(Told by an event of Stripe|Read from Stripe) · at Stripe/);
  await timeline.getByRole('button', { name: 'Events' }).click();
  await expect(page).toHaveURL(/kind=event/);
  await expect(timeline.getByText('Account became inactive')).toBeVisible();
  await expect(timeline.getByText('First seen', { exact: false })).toHaveCount(0);
  await timeline.getByRole('link', { name: 'What it carried' }).first().click();
  await expect(page).toHaveURL(/\/activity\/events\/evt_/);
});

test('from an account to why it is as old as it is, in one step', async ({ page }) => {
  const { id } = await takeReadyAccount();
  await open(page, `/accounts/${id}`);
  await page.getByRole('link', { name: 'Activity', exact: true }).last().click();
  await expect(page).toHaveURL(`/activity?account=${id}`);
  await expect(page.getByRole('region', { name: 'Why this account is as old as it is' })).toContainText(
    'Waits',
  );
});

test('the balance history draws what was seen and shows its figures', async ({ page }) => {
  const { id } = await takeReadyAccount();
  for (const current of [120_000, -4_500, 98_765]) {
    await control(`/accounts/${id}/set-balance`, { current: { usd: current } });
    await readAgain(id);
    // Each balance has a second of the bank's clock of its own.
    await page.waitForTimeout(1_100);
  }
  const history = await read<BalanceHistory>(`/api/accounts/${id}/balances?currency=usd`);
  expect(history.points.slice(-3).map((point) => point.currentMinor)).toEqual([120_000, -4_500, 98_765]);
  await open(page, `/accounts/${id}`);
  const panel = page.getByRole('region', { name: 'Balance history', exact: true });
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByRole('img', { name: /^Balance history: from .* to \$987\.65 on/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Show figures of the balance history' }).click();
  const figures = page.getByRole('table', { name: 'Figures of the balance history' });
  await expect(figures).toContainText('owes $45.00');
  await expect(figures.getByRole('row')).toHaveCount(history.points.length + 1);
});

test('the shares of freshness lead to the lists behind them and say what they leave out', async ({
  page,
}) => {
  await expect(async () => {
    const { freshness } = await read<Overview>('/api/overview');
    expect(freshness.features).toHaveLength(3);
    for (const { feature, fresh, late, never } of freshness.features) {
      for (const [kind, count] of Object.entries({ fresh, late, never })) {
        const list = await read<ListPage<unknown>>(`/api/accounts?limit=1&fresh=${feature}:${kind}`);
        expect(list.total.value, `${feature} ${kind}`).toBe(count);
      }
    }
  }).toPass({ timeout: 60_000 });
  await open(page, '/');
  const freshness = page.getByRole('region', { name: 'Freshness' });
  await expect(freshness).toContainText(/Left out: \d+ accounts that are not active/);
  await freshness.getByRole('link', { name: /Ownership, in target$/ }).click();
  await expect(page).toHaveURL(/fresh=ownership%3Afresh|fresh=ownership:fresh/);
  await expect(page.getByRole('button', { name: /^Freshness Ownership: in target/ })).toBeVisible();
});
