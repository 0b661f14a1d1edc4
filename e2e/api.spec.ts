// The API over HTTP: each endpoint answers its shape, and nothing that is sent breaks it.
import fc from 'fast-check';
import {
  type AccountDetail,
  type AccountFacets,
  type AccountRow,
  choiceFacets,
  type OwnerPage,
  wordFacets,
} from '@/domain/account';
import type { BackfillRow, Overview } from '@/domain/overview';
import type { Page } from '@/domain/page';
import type { Problem } from '@/domain/problem';
import { refreshFeatures } from '@/domain/refresh';
import type { SessionDetail, SessionRow } from '@/domain/session';
import type { TimelineEntry } from '@/domain/timeline';
import type { TransactionRow } from '@/domain/transaction';
import { expect, test } from './journey';
import { malformed } from './malformed';
import {
  control,
  get,
  listAccounts,
  makeSession,
  rawRequest,
  read,
  readAccount,
  send,
  takeAccount,
  takeReadyAccount,
} from './world';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

async function readPage<Row>(path: string): Promise<Page<Row>> {
  const page = await read<Page<Row>>(path);
  expect(Object.keys(page), path).toEqual(expect.arrayContaining(['data', 'nextCursor', 'total']));
  expect(page.total, path).toEqual({ value: expect.any(Number), exact: expect.any(Boolean) });
  return page;
}

const expectKeys = <Row extends object>(row: Row | undefined, keys: readonly (keyof Row & string)[]): void =>
  expect(Object.keys(row ?? {})).toEqual(expect.arrayContaining([...keys]));

const accountKeys = [
  'id',
  'livemode',
  'createdAt',
  'displayName',
  'institutionName',
  'last4',
  'category',
  'subcategory',
  'status',
  'cause',
  'action',
  'expectedDeactivationAt',
  'holder',
  'authorizationId',
  'balance',
  'refreshes',
  'subscriptions',
  'readAt',
  'version',
] as const satisfies (keyof AccountRow)[];

test('overview, lists, facets and one account have their shapes', async () => {
  const overview = await read<Overview>('/api/overview');
  expectKeys(overview, [
    'binding',
    'total',
    'statuses',
    'causes',
    'refreshes',
    'staleCount',
    'staleAfterHours',
    'oldestReadAt',
    'sessionsOpen',
    'backfill',
    'actionsOpen',
  ]);
  expect(overview.binding.mode).toBe('emulator');
  expect(overview.statuses.reduce((sum, { count }) => sum + count, 0)).toBe(overview.total);

  const accounts = await readPage<AccountRow>('/api/accounts?limit=7');
  expect(accounts.data).toHaveLength(7);
  for (const row of accounts.data) {
    expectKeys(row, accountKeys);
    expect(row.createdAt).toMatch(isoTime);
    expect(row.refreshes.map(({ feature }) => feature)).toEqual([...refreshFeatures]);
  }
  const facets = await read<AccountFacets>('/api/accounts/facets');
  expect(Object.keys(facets)).toEqual([...wordFacets, ...Object.keys(choiceFacets)]);

  const detail = await readAccount(
    (await listAccounts('permission=transactions&status=active'))[0]?.id ?? '',
  );
  expectKeys<AccountDetail>(detail, [
    ...accountKeys,
    'can',
    'siblings',
    'sessions',
    'permissions',
    'raw',
    'apiVersion',
    'staleAnswer',
  ]);
  expect(Object.keys(detail.can).sort()).toEqual([
    'disconnect',
    'read',
    'refresh',
    'relink',
    'subscribe',
    'unsubscribe',
  ]);
  expect(detail.raw).toMatchObject({ id: detail.id, object: 'financial_connections.account' });
});

test('owners come masked; transactions and timeline come page by page without a gap', async () => {
  const account = await takeReadyAccount();
  const readOwners = () => read<OwnerPage>(`/api/accounts/${account.id}/owners`);
  // A young world reads them account by account.
  await expect.poll(async () => (await readOwners()).data.length, { timeout: 30_000 }).toBeGreaterThan(0);
  const owners = await readOwners();
  for (const { name, email, phone } of owners.data) {
    expect(name).not.toBe('');
    expect(email ?? '•').toContain('•');
    expect(phone ?? '•').toContain('•');
  }
  for (const list of ['transactions', 'timeline']) {
    const path = `/api/accounts/${account.id}/${list}`;
    const whole = await readPage<TransactionRow | TimelineEntry>(`${path}?limit=200`);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<{ id: string }> = await readPage(
        `${path}?limit=9${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      ids.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(whole.data.map(({ id }) => id));
  }
});

test('sessions, relinks, backfills, health and readiness have their shapes', async () => {
  const { id: sessionId } = await makeSession();
  const sessions = await readPage<SessionRow>('/api/sessions');
  expectKeys(sessions.data[0], [
    'id',
    'origin',
    'outcome',
    'holder',
    'permissions',
    'prefetch',
    'accountCount',
    'firstSeenAt',
    'version',
  ]);
  const session = await read<SessionDetail>(`/api/sessions/${sessionId}`);
  expectKeys(session, ['filters', 'limitAccounts', 'returnUrl', 'relinkResult', 'accounts', 'raw']);
  const relinks = await readPage<object>('/api/relinks');
  expect(relinks).toMatchObject({ groups: expect.any(Array) });
  const backfills = await readPage<BackfillRow>('/api/backfills');
  expectKeys(backfills.data[0], [
    'id',
    'state',
    'requestedBy',
    'createdAt',
    'accountsRead',
    'pages',
    'error',
  ]);
  expect(await read('/api/health')).toEqual({ status: 'ok' });
  expect(await read('/api/ready')).toMatchObject({ status: 'ready' });
});

test('every answer, refusals too, forbids keeping it and carries a request id', async () => {
  const paths = [
    '/api/overview',
    '/api/accounts',
    '/api/accounts/fca_unknown',
    '/api/accounts?limit=0',
    '/api/nowhere',
  ];
  const ids = new Set<string>();
  for (const path of paths) {
    const { headers } = await get(path);
    expect(headers.get('cache-control'), path).toBe('no-store');
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    ids.add(headers.get('x-request-id') ?? '');
  }
  expect(ids.size).toBe(paths.length);
});

test('subscribe and unsubscribe answer with the account as it now is', async () => {
  const account = await takeAccount(
    'status=active&permission=transactions',
    ({ subscriptions, can }) => subscriptions.length === 0 && can.subscribe.allowed,
  );
  const path = `/api/accounts/${account.id}/subscription`;
  const on = await send<{ account: AccountDetail }>(path, { features: ['transactions'] }, { method: 'PUT' });
  expect([on.status, on.body.account.subscriptions]).toEqual([200, ['transactions']]);
  const off = await send<{ account: AccountDetail }>(
    path,
    { features: ['transactions'] },
    { method: 'DELETE' },
  );
  expect([off.status, off.body.account.subscriptions]).toEqual([200, []]);
  expect(BigInt(off.body.account.version)).toBeGreaterThan(BigInt(on.body.account.version));
});

test('a backfill is started once, shows its progress and brings what changed at Stripe meanwhile', async () => {
  const account = await takeReadyAccount();
  await control(`/accounts/${account.id}/set-balance`, { current: { usd: 123_456 } });
  const [first, second] = await Promise.all([
    send<{ id: string }>('/api/backfills', {}),
    send<Problem>('/api/backfills', {}),
  ]);
  expect([first.status, second.status].sort()).toEqual([200, 409]);
  const refused = first.status === 409 ? first : second;
  expect((refused.body as Problem).code).toBe('backfill_running');
  await expect
    .poll(async () => (await readPage<BackfillRow>('/api/backfills')).data[0]?.state, { timeout: 30_000 })
    .toBe('done');
  const [latest] = (await readPage<BackfillRow>('/api/backfills')).data;
  expect(latest?.accountsRead).toBe((await read<Overview>('/api/overview')).total);
  expect((await readAccount(account.id)).balance?.amounts[0]?.currentMinor).toBe(123_456);
});

test('2,000 malformed requests get no 5xx, and health still answers', async () => {
  test.setTimeout(180_000);
  const seed = Number(process.env.E2E_FUZZ_SEED ?? Date.now() % 2_147_483_647);
  console.log(`malformed requests from E2E_FUZZ_SEED=${seed}`);
  const account = (await listAccounts())[0]?.id ?? '';
  const counts = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(malformed(account), async (request) => {
      const { status, text } = await rawRequest(request);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      expect(status, text).toBeLessThan(500);
      expect(text.length).toBeLessThan(2_000_000);
    }),
    { numRuns: 2_000, seed },
  );
  console.log([...counts].map(([status, count]) => `${status}: ${count}`).join(', '));
  expect(counts.get(400) ?? 0).toBeGreaterThan(200);
  expect(await read('/api/health')).toEqual({ status: 'ok' });
  expect(await read('/api/ready')).toMatchObject({ status: 'ready' });
});
