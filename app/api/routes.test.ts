// Every address of the API: who may ask, what every answer leaves out, and whether the process is ready.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '@/server/db';
import { processHub } from '@/server/live/process-hub';
import { storeAccount, storeBinding, storeSession } from '@/server/testing/accounts';
import { listen } from '@/server/testing/browser';
import { useDatabase as cloneDatabase } from '@/server/testing/database';
import { addresses, callRoute, methodsOf } from './testing/call-route';

cloneDatabase();

const origin = 'http://127.0.0.1:3000';
const runId = randomUUID();
/** What `[id]` stands for, by the noun before it. */
const known: Record<string, string> = {
  accounts: 'fca_known',
  sessions: 'fcsess_known',
  events: 'evt_known',
  runs: runId,
};
const pathOf = (address: string) => address.replace('[id]', known[address.split('/')[2] ?? ''] ?? '');

const methods = new Map<string, string[]>(
  await Promise.all(addresses.map(async (address) => [address, await methodsOf(address)] as const)),
);
const reads = addresses.filter((address) => methods.get(address)?.includes('GET'));
const writes = addresses.flatMap((address) =>
  (methods.get(address) ?? [])
    // Deliveries are proven by their signature: app/api/webhooks/webhooks.test.ts.
    .filter((method) => method !== 'GET' && address !== '/api/webhooks/stripe')
    .map((method) => [method, address] as const),
);

interface Sent {
  headers?: Record<string, string>;
  body?: string;
}

async function ask(method: string, path: string, { headers = {}, body }: Sent = {}) {
  const request = new Request(`${origin}${path}`, {
    method,
    headers: { Host: '127.0.0.1:3000', ...headers },
    body: body ?? null,
  });
  const response = await callRoute(request);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text === '' ? null : JSON.parse(text),
  };
}

const allowed = { Origin: origin, 'Content-Type': 'application/json', 'Idempotency-Key': 'a-good-key' };

/** In every place where Stripe's objects or people's data could hide. */
const secrets = {
  client_secret: 'canary-secret',
  nested: { client_secret: 'canary-secret' },
  bank_account_token: 'canary-token',
};

beforeAll(async () => {
  await storeBinding(db);
  await storeAccount(db, {
    id: 'fca_known',
    status: 'inactive',
    action: 'relink_required',
    authorizationId: 'fcauth_1',
    raw: secrets,
  });
  await storeAccount(db, {
    id: 'fca_long',
    institutionName: 'n'.repeat(5000),
    displayName: '💥'.repeat(2500),
    authorizationId: 'fcauth_1',
  });
  const session = { raw: secrets, statusDetails: secrets, accounts: { create: { accountId: 'fca_known' } } };
  await storeSession(db, 'fcsess_known', session);
  await db.owner.create({
    data: {
      id: 'fcaown_1',
      accountId: 'fca_known',
      ownershipId: 'fcaowns_1',
      name: 'Jane Diaz',
      email: 'canary@canary-mail.com',
      phone: '+1 555 867 5309',
      rawAddress: '1 Canary Lane, Springfield',
    },
  });
  await db.ownershipRead.create({ data: { accountId: 'fca_known', ownershipId: 'fcaowns_1' } });
  await db.event.create({
    data: {
      id: 'evt_known',
      type: 'financial_connections.account.created',
      createdAt: new Date(),
      payload: { data: { object: secrets } },
      origin: 'webhook',
      state: 'applied',
    },
  });
  await db.run.create({ data: { id: runId, kind: 'audit', state: 'done', requestedBy: 'console' } });
  await db.backfill.create({ data: { id: randomUUID(), state: 'done', requestedBy: 'console' } });
});

test('the API has these addresses and no others', () => {
  expect(addresses.toSorted()).toEqual([
    '/api/accounts',
    '/api/accounts/[id]',
    '/api/accounts/[id]/balances',
    '/api/accounts/[id]/disconnect',
    '/api/accounts/[id]/freshness',
    '/api/accounts/[id]/neighbours',
    '/api/accounts/[id]/owners',
    '/api/accounts/[id]/read',
    '/api/accounts/[id]/refresh',
    '/api/accounts/[id]/refreshes',
    '/api/accounts/[id]/subscription',
    '/api/accounts/[id]/timeline',
    '/api/accounts/[id]/transactions',
    '/api/accounts/facets',
    '/api/audit',
    '/api/audit/facets',
    '/api/backfills',
    '/api/changes',
    '/api/events',
    '/api/events/[id]',
    '/api/events/[id]/replay',
    '/api/events/facets',
    '/api/health',
    '/api/jobs',
    '/api/notices',
    '/api/overview',
    '/api/ready',
    '/api/relinks',
    '/api/runs',
    '/api/runs/[id]',
    '/api/runs/facets',
    '/api/search',
    '/api/sessions',
    '/api/sessions/[id]',
    '/api/sessions/facets',
    '/api/sessions/lookup',
    '/api/status',
    '/api/webhooks',
    '/api/webhooks/connect',
    '/api/webhooks/stripe',
  ]);
});

const answers = reads.filter((address) => address !== '/api/changes');

test.each(answers)(
  'GET %s answers, uncached, and lets no secret and no owner’s data out',
  async (address) => {
    const { status, headers, text } = await ask('GET', pathOf(address));
    expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)]);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(text).not.toMatch(/canary|client_secret|867|Springfield/i);
  },
);

test('GET /api/changes is a stream that nothing in between may hold back', async () => {
  const headers = { Host: '127.0.0.1:3000', 'Last-Event-ID': '0' };
  const response = await callRoute(new Request(`${origin}/api/changes`, { headers }));
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  if (!response.body) throw new Error('no stream');
  const browser = listen(response.body);
  await browser.next('rows');
  expect(JSON.stringify(browser.heard)).not.toMatch(/canary|client_secret|867|Springfield/i);
  const head = await callRoute(new Request(`${origin}/api/changes`, { method: 'HEAD', headers }));
  expect([head.status, head.body]).toEqual([200, null]);
  await processHub().close();
  await browser.ended;
});

test.each(reads)('GET %s under a foreign name is 421', async (address) => {
  const { status, body } = await ask('GET', pathOf(address), { headers: { Host: 'evil.example' } });
  expect([status, body.code]).toEqual([421, 'foreign_host']);
});

test.each(reads)('GET %s with a parameter that it does not know is 400', async (address) => {
  const { status, body } = await ask('GET', `${pathOf(address)}?__proto__=1`);
  expect([status, body.code]).toEqual([400, 'invalid_request']);
});

test.each(reads.filter((address) => address.includes('[id]')))(
  'GET %s of something unknown is 404',
  async (address) => {
    for (const id of ['fca_none', 'fcsess_none', '..%2F..%2F', 'a%00b', 'x'.repeat(300)]) {
      const { status, body } = await ask('GET', address.replace('[id]', id));
      expect([id, status, body.code]).toEqual([id, 404, 'not_found']);
    }
  },
);

describe.each(writes)('%s %s', (method, address) => {
  const refusal = async (headers: Record<string, string>, body = '{}') => {
    const answer = await ask(method, pathOf(address), { headers, body });
    return `${answer.status} ${answer.body.code}`;
  };

  test('is refused under a foreign name, from another page and without one', async () => {
    const { Origin: _, ...withoutOrigin } = allowed;
    expect(await refusal({ ...allowed, Host: 'evil.example' })).toBe('421 foreign_host');
    expect(await refusal({ ...allowed, Origin: 'https://evil.example' })).toBe('403 origin_mismatch');
    expect(await refusal(withoutOrigin)).toBe('403 origin_mismatch');
    expect(await refusal({ ...allowed, 'Sec-Fetch-Site': 'cross-site' })).toBe('403 origin_mismatch');
  });

  test('is refused without a key, as a form, too large, or with a field that it does not know', async () => {
    const { 'Idempotency-Key': _, ...withoutKey } = allowed;
    expect(await refusal(withoutKey)).toBe('400 invalid_request');
    expect(await refusal({ ...allowed, 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=b')).toBe(
      '415 not_json',
    );
    expect(await refusal(allowed, JSON.stringify({ reason: 'x'.repeat(70_000) }))).toBe('413 too_large');
    expect(await refusal(allowed, '{"zz_unknown":1}')).toBe('400 invalid_request');
  });
});

test('commands check what they are told before anything is asked of Stripe', async () => {
  const post = async (path: string, body: object) => {
    const answer = await ask('POST', path, { headers: allowed, body: JSON.stringify(body) });
    return [answer.status, answer.body.errors?.[0]?.path];
  };
  expect(await post('/api/accounts/fca_known/refresh', { features: [] })).toEqual([400, 'features']);
  expect(await post('/api/accounts/fca_known/refresh', { features: ['balance', 'balance'] })).toEqual([
    400,
    'features',
  ]);
  expect(await post('/api/accounts/fca_known/refresh', { features: ['balances'] })).toEqual([
    400,
    'features.0',
  ]);
  expect(await post('/api/accounts/fca_known/disconnect', { reason: '  a ' })).toEqual([400, 'reason']);
  expect(await post('/api/accounts/fca_known/disconnect', { reason: 'x'.repeat(501) })).toEqual([
    400,
    'reason',
  ]);
  expect(await post('/api/sessions', { holder: 'jane', permissions: ['balances'] })).toEqual([400, 'holder']);
  expect(
    await post('/api/sessions', { holder: 'cus_1', permissions: ['balances'], prefetch: ['ownership'] }),
  ).toEqual([400, 'prefetch']);
  expect(await post('/api/sessions/lookup', { id: 'fca_1' })).toEqual([400, 'id']);
  expect(await post('/api/relinks', { accountId: 'fcsess_1' })).toEqual([400, 'accountId']);
  expect(await post('/api/backfills', { resume: 'yesterday' })).toEqual([400, 'resume']);
  expect(await db.action.count()).toBe(0);
});

test('a list with a cursor of another list is 400, not a wrong page', async () => {
  const page = await ask('GET', '/api/accounts?limit=1');
  const cursor = page.body.nextCursor;
  expect((await ask('GET', `/api/accounts?limit=1&cursor=${cursor}`)).status).toBe(200);
  for (const path of [
    '/api/sessions',
    '/api/relinks',
    '/api/accounts/fca_known/timeline',
    '/api/accounts?sort=holder',
  ]) {
    const { status, body } = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);
    expect([path, status, body.errors[0].path]).toEqual([path, 400, 'cursor']);
  }
});

test('search finds accounts and sessions, shows no secret, and looks at no owner’s data', async () => {
  const search = async (q: string) => {
    const { status, text, body } = await ask('GET', `/api/search?q=${encodeURIComponent(q)}`);
    expect([status, text]).toEqual([200, expect.not.stringMatching(/canary|client_secret/)]);
    return [body.accounts, body.sessions].map((hits: { id: string }[]) => hits.map(({ id }) => id));
  };
  expect(await search('fca_known')).toEqual([['fca_known'], []]);
  expect(await search('fcsess_kn')).toEqual([[], ['fcsess_known']]);
  for (const owned of ['canary@', 'Springfield', 'Jane Diaz']) expect(await search(owned)).toEqual([[], []]);
  const { status, body } = await ask('GET', `/api/search?q=${'x'.repeat(201)}`);
  expect([status, body.errors[0].path]).toEqual([400, 'q']);
});

test('names of 5,000 characters come through whole', async () => {
  const { body } = await ask('GET', '/api/accounts/fca_long');
  expect(body.institutionName).toHaveLength(5000);
  expect(body.displayName).toBe('💥'.repeat(2500));
});

test('an unknown address is a problem too', async () => {
  const { status, body } = await ask('GET', '/api/nothing/here?at=all');
  expect([status, body.code]).toEqual([404, 'not_found']);
});

test('ready tells what is missing: a migration, then the binding', async () => {
  expect((await ask('GET', '/api/ready')).body).toMatchObject({ status: 'ready', stripeAccountId: 'acct_1' });
  await db.binding.deleteMany();
  expect((await ask('GET', '/api/ready')).body).toMatchObject({
    status: 503,
    code: 'database_unavailable',
    detail: expect.stringContaining('not bound'),
  });
  await db.$executeRaw`update _prisma_migrations set finished_at = null`;
  const answer = await ask('GET', '/api/ready');
  expect(answer.body.detail).toContain('migrations');
  expect(answer.headers.get('retry-after')).toBe('5');
});
