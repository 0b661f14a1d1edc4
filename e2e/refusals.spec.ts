// The API's refusals: each has its status, its code, words and a request id, and nothing reaches Stripe by it.
import { randomUUID } from 'node:crypto';
import type { AccountDetail, AccountRow } from '@/domain/account';
import type { Page } from '@/domain/page';
import type { Problem, ProblemCode } from '@/domain/problem';
import { expect, test } from './journey';
import {
  type Answer,
  control,
  get,
  isReady,
  makeSession,
  rawRequest,
  read,
  readAccount,
  type Sent,
  send,
  takeAccount,
  takeReadyAccount,
} from './world';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

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

const permissionOf = ({ can }: AccountDetail): string => {
  const verdict = can.refresh.balance;
  return verdict.allowed ? '' : verdict.code;
};

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
    'sort=status&sort=status',
  ];
  for (const question of questions) {
    const problem = expectProblem(await get(`/api/accounts?${question}`), 'invalid_request', 400);
    expect(problem.detail.length, question).toBeLessThan(600);
  }
  const { nextCursor } = await read<Page<AccountRow>>('/api/accounts?limit=2&sort=holder');
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
    const body = { refresh: { features: ['balance'] }, disconnect: { reason: 'No reason' }, read: {} }[path];
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
  expect((await send(`/api/accounts/${id}/refresh`, { features: ['balance'] }, { requestKey })).status).toBe(
    200,
  );
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
  // Stripe asks for no relink of it: some active accounts are to be renewed early.
  const account = await takeAccount(
    'status=active&permission=balances',
    (each) => isReady(each) && each.action === null,
  );
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
    .poll(async () => (await readAccount(account.id)).refreshes.some(({ status }) => status === 'pending'), {
      timeout: 30_000,
    })
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
    await send(`/api/accounts/${narrow.id}/subscription`, { features: ['transactions'] }, { method: 'PUT' }),
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
