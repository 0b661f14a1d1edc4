// The API over HTTP: each endpoint answers its shape, each refusal its code, and nothing that is sent breaks it.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  type AccountDetail,
  type AccountFacets,
  type AccountRow,
  accountFacets,
  type OwnerPage,
} from '@/domain/account';
import type { BackfillRow, Overview } from '@/domain/overview';
import type { Page } from '@/domain/page';
import type { Problem, ProblemCode } from '@/domain/problem';
import { refreshFeatures } from '@/domain/refresh';
import type { SessionDetail, SessionRow } from '@/domain/session';
import type { TimelineEntry } from '@/domain/timeline';
import type { TransactionRow } from '@/domain/transaction';
import { expect, test } from './journey';
import { malformed } from './malformed';
import {
  type Answer,
  control,
  get,
  listAccounts,
  rawRequest,
  read,
  readAccount,
  readAgain,
  type Sent,
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

test.describe('reads', () => {
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
    expect(Object.keys(facets).sort()).toEqual([...accountFacets].sort());

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
    const owners = await read<OwnerPage>(`/api/accounts/${account.id}/owners`);
    expect(owners.data.length).toBeGreaterThan(0);
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
});

async function makeSession(): Promise<SessionDetail> {
  const holder = (await listAccounts('status=active')).find(
    ({ holder: { type, name } }) => type === 'customer' && name !== null,
  );
  const answer = await send<{ session: SessionDetail }>('/api/sessions', {
    holder: holder?.holder.id,
    permissions: ['balances'],
  });
  expect(answer.status).toBe(200);
  return answer.body.session;
}

function expectProblem(answer: Answer, code: ProblemCode, status: number): Problem {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = answer.body as Problem;
  expect(problem).toMatchObject({
    code,
    status,
    title: expect.any(String),
    requestId: answer.headers.get('x-request-id'),
  });
  expect(problem.detail.length).toBeGreaterThan(5);
  return problem;
}

test.describe('refusals', () => {
  test('questions that make no sense', async () => {
    const questions = [
      'limit=0',
      'limit=201',
      'limit=ten',
      'sort=balance',
      'cursor=zzzz',
      'nothing=1',
      'livemode=maybe',
      'refresh=balance',
      'status=%ff',
      'sort=status&sort=status',
    ];
    for (const question of questions) {
      const problem = expectProblem(await get(`/api/accounts?${question}`), 'invalid_request', 400);
      expect(problem.detail.length, question).toBeLessThan(600);
    }
    const { nextCursor } = await readPage<AccountRow>('/api/accounts?limit=2&sort=holder');
    expectProblem(await get(`/api/accounts?sort=status&cursor=${nextCursor}`), 'invalid_request', 400);
  });

  test('unknown ids and addresses', async () => {
    for (const path of [
      '/api/accounts/fca_unknown',
      '/api/accounts/fca_unknown/timeline',
      '/api/sessions/fcsess_unknown',
      '/api/nowhere',
      '/api/accounts/..%2f..%2fetc',
      `/api/accounts/${'x'.repeat(300)}`,
    ]) {
      expectProblem(await get(path), 'not_found', 404);
    }
    for (const path of ['refresh', 'disconnect', 'read']) {
      const body = { refresh: { features: ['balance'] }, disconnect: { reason: 'No reason' }, read: {} }[
        path
      ];
      expectProblem(await send(`/api/accounts/fca_unknown/${path}`, body), 'not_found', 404);
    }
    expectProblem(await send('/api/sessions/lookup', { id: 'fcsess_unknown' }), 'not_found', 404);
  });

  test('a foreign host, a foreign or missing origin, another site', async () => {
    const { id } = await takeReadyAccount();
    const { id: sessionId } = await makeSession();
    expect(
      (await rawRequest({ method: 'GET', path: '/api/accounts', headers: { Host: 'relink.evil.example' } }))
        .status,
    ).toBe(421);
    for (const path of [
      '/',
      '/accounts',
      `/accounts/${id}`,
      '/relinks',
      '/sessions',
      `/sessions/${sessionId}`,
      '/sessions/new',
    ]) {
      const page = await rawRequest({ method: 'GET', path, headers: { Host: 'relink.evil.example' } });
      expect(page.status, path).toBe(404);
      // The id in the address comes back; nothing that stands behind it may.
      expect(page.text.replaceAll(id, '').replaceAll(sessionId, ''), path).not.toMatch(
        /fca_|fcsess_|cus_|acct_|••|@example/,
      );
    }
    const writes: Sent['headers'][] = [
      { Origin: 'https://evil.example' },
      { Origin: null },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const headers of writes) {
      expectProblem(
        await send(`/api/accounts/${id}/refresh`, { features: ['balance'] }, { headers }),
        'origin_mismatch',
        403,
      );
    }
    expect((await readAccount(id)).refreshes.every(({ status }) => status !== 'pending')).toBe(true);
  });

  test('a write without a key, not as JSON, too large, or with a key of something else', async () => {
    const { id } = await takeReadyAccount();
    const path = `/api/accounts/${id}/read`;
    expectProblem(await send(path, {}, { headers: { 'Idempotency-Key': null } }), 'invalid_request', 400);
    expectProblem(await send(path, {}, { headers: { 'Content-Type': 'text/plain' } }), 'not_json', 415);
    expectProblem(await send(path, { fill: 'x'.repeat(70_000) }), 'too_large', 413);
    const requestKey = randomUUID();
    expect(
      (await send(`/api/accounts/${id}/refresh`, { features: ['balance'] }, { requestKey })).status,
    ).toBe(200);
    expectProblem(
      await send(`/api/accounts/${id}/refresh`, { features: ['ownership'] }, { requestKey }),
      'request_key_reused',
      422,
    );
    expectProblem(
      await send(`/api/accounts/${id}/disconnect`, { reason: 'Another deed' }, { requestKey }),
      'request_key_reused',
      422,
    );
  });

  test('refreshes: pending, too early, not permitted, inactive; what is allowed beside them is done', async () => {
    const account = await takeReadyAccount();
    const path = `/api/accounts/${account.id}/refresh`;
    await control('/switches', { ownershipDelayMs: 8_000 }, 'PUT');
    expect((await send(path, { features: ['ownership'] })).status).toBe(200);
    const mixed = await send<{ requested: string[]; refused: unknown[] }>(path, {
      features: ['balance', 'ownership'],
    });
    expect(mixed.status).toBe(200);
    expect(mixed.body).toMatchObject({
      requested: ['balance'],
      refused: [{ feature: 'ownership', code: 'refresh_pending' }],
    });
    expectProblem(await send(path, { features: ['ownership'] }), 'refresh_pending', 409);
    await expect
      .poll(
        async () => (await readAccount(account.id)).refreshes.some(({ status }) => status === 'pending'),
        { timeout: 30_000 },
      )
      .toBe(false);
    const early = expectProblem(await send(path, { features: ['ownership'] }), 'refresh_not_yet', 409);
    expect(early.availableAt ?? early.refused?.[0]?.availableAt).toMatch(isoTime);

    const narrow = await takeAccount(
      'status=active',
      ({ permissions }) => permissions !== null && !permissions.includes('transactions'),
    );
    expectProblem(
      await send(`/api/accounts/${narrow.id}/refresh`, { features: ['transactions'] }),
      'permission_missing',
      409,
    );
    expectProblem(
      await send(
        `/api/accounts/${narrow.id}/subscription`,
        { features: ['transactions'] },
        { method: 'PUT' },
      ),
      'permission_missing',
      409,
    );
    const broken = await takeAccount('status=inactive&action=none');
    expectProblem(
      await send(`/api/accounts/${broken.id}/refresh`, { features: ['balance'] }),
      /permission/.test(permissionOf(broken)) ? 'permission_missing' : 'account_inactive',
      409,
    );
    expectProblem(await send('/api/relinks', { accountId: broken.id }), 'not_repairable', 409);
    const gone = await takeAccount('status=disconnected');
    expectProblem(
      await send(`/api/accounts/${gone.id}/disconnect`, { reason: 'Once more' }),
      'account_disconnected',
      409,
    );
    expectProblem(await send('/api/relinks', { accountId: account.id }), 'relink_not_needed', 409);
  });

  test('what Stripe refuses comes back with its words and its request id', async () => {
    const answer = await send('/api/sessions', { holder: 'cus_nobody', permissions: ['balances'] });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect((answer.body as Problem).stripe).toMatchObject({
      code: 'resource_missing',
      message: expect.stringContaining('cus_nobody'),
      requestId: expect.stringMatching(/^req_/),
    });
  });
});

const permissionOf = ({ can }: AccountDetail): string => {
  const verdict = can.refresh.balance;
  return verdict.allowed ? '' : verdict.code;
};

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
  await readAgain(account.id);
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
