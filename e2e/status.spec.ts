// Stripe goes away and comes back: every page says so, the copy stays readable, nothing has to be pressed.
import type { Status } from '@/domain/status';
import { expectNoBarriers } from './barriers';
import { expect, open, test } from './journey';
import { control, get, read, readAgain, send, takeReadyAccount } from './world';

const stripeState = async () => (await read<Status>('/api/status')).stripe.state;

/** Makes Stripe silent and asks it until the console has noticed. */
async function takeStripeAway(): Promise<void> {
  const { data } = await read<{ data: { id: string }[] }>('/api/accounts?limit=1');
  await control('/faults', { match: {}, fault: { unavailable: true } });
  await expect(async () => {
    await send(`/api/accounts/${data[0]?.id}/read`, {});
    expect(await stripeState()).toBe('not_answering');
  }).toPass({ timeout: 30_000 });
}

test.afterEach(async () => {
  await control('/faults', undefined, 'DELETE');
  await expect.poll(stripeState, { timeout: 20_000 }).toBe('answering');
});

test('Stripe down and back, wide and narrow', async ({ page }) => {
  await open(page, '/accounts');
  const strip = page.getByRole('status', { name: 'Stripe and the worker' });
  await expect(strip).toBeEmpty();

  await takeStripeAway();
  await expect(strip).toContainText(/Stripe has not answered since \d\d:\d\d\./);
  await expect(strip).toContainText('It goes on by itself.');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    // All of the words are to be seen, and the page does not lie under them.
    const hidden = () =>
      strip.locator('p').evaluate((element) => element.scrollHeight - element.clientHeight);
    await expect.poll(hidden).toBeLessThanOrEqual(1);
    const stripBox = await strip.boundingBox();
    const headingBox = await page.getByRole('heading', { level: 1 }).boundingBox();
    expect(headingBox?.y).toBeGreaterThan((stripBox?.y ?? 0) + (stripBox?.height ?? 0));
  }
  await expectNoBarriers(page, 'Stripe away');

  // What is read comes from the copy; what needs Stripe is refused at once, in words.
  for (const path of ['/api/overview', '/api/accounts', '/api/relinks', '/api/sessions']) {
    expect((await get(path)).status).toBe(200);
  }
  await open(page, '/');
  await expect(strip).toContainText('Stripe has not answered');

  await control('/faults', undefined, 'DELETE');
  await expect(strip).toBeEmpty({ timeout: 30_000 });
  const { data } = await read<{ data: { id: string }[] }>('/api/accounts?limit=1');
  await readAgain(data[0]?.id ?? '');
});

test('an action without an answer is counted, listed, and gone when its result is known', async ({
  page,
}) => {
  const { id } = await takeReadyAccount();
  const match = { path: `/v1/financial_connections/accounts/${id}/refresh` };
  await control('/faults', { match, fault: { status: 503 } });
  expect((await send(`/api/accounts/${id}/refresh`, { features: ['balance'] })).body).toMatchObject({
    kept: true,
  });
  await open(page, '/');
  await page.getByRole('link', { name: /^Actions without a result/ }).click();
  await expect(page).toHaveURL(/view=jobs/);
  const list = page.getByRole('region', { name: 'Actions without a result' });
  await expect(list.getByRole('link', { name: id })).toBeVisible();
  await expect(list).toContainText('Asked by console');
  await control('/faults', undefined, 'DELETE');
  await expect(list).toBeHidden({ timeout: 60_000 });
  const refreshes = await read<{ data: { outcome: string }[] }>(
    `/api/audit?target=${id}&verb=account.refresh`,
  );
  expect(refreshes.data.map(({ outcome }) => outcome)).toEqual(['done']);
});
