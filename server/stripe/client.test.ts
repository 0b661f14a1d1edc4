// A Stripe that misbehaves: every call ends in time, with a typed error, and never sends the key elsewhere.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';
import type { StripeCallError } from './call-error';

useDatabase();
process.env.RELINK_TIMINGS = JSON.stringify({ peopleWaitMs: 2_000, jobsWaitMs: 4_000 });

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

let answerer: Answerer;
const seen: { path: string; version: string; key: string | undefined }[] = [];
const server = createServer((request, response) => {
  const { url = '', headers } = request;
  seen.push({
    path: url,
    version: String(headers['stripe-version']),
    key: headers['idempotency-key']?.toString(),
  });
  answerer(request, response);
});

const self = { id: 'acct_1', object: 'account' };
const account = { id: 'fca_1', object: 'financial_connections.account', status: 'active' };
const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers });
  response.end(JSON.stringify(body));
};
/** Answers the version check, then what the test wants. */
const then = (next: Answerer): Answerer => {
  return (request, response) =>
    request.url === '/v1/account' ? json(response, 200, self) : next(request, response);
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.STRIPE_API_BASE = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  seen.length = 0;
  await db.$executeRaw`truncate stripe_limits`;
  await db.$executeRaw`update stripe_health set is_open = false`;
  vi.resetModules();
});

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  // The class is loaded anew for each test, so it is told by its name.
  if (error instanceof Error && error.name === 'StripeCallError') return error as StripeCallError;
  throw new Error('The call did not fail as it should.', { cause: error });
}

const client = () => import('./client');

test('an answer brings Stripe’s clock and request id', async () => {
  answerer = then((_, response) => json(response, 200, account, { date: 'Sun, 22 Nov 2026 10:00:00 GMT' }));
  const answer = await (await client()).retrieveAccount('interactive', 'fca_1');
  expect(answer).toMatchObject({ requestId: 'req_1', apiVersion: '2026-08-26.preview' });
  expect(answer.evidenceAt.toISOString()).toBe('2026-11-22T10:00:00.000Z');
});

test('a refused preview version falls back to GA for every later call', async () => {
  answerer = (request, response) => {
    const isPreview = String(request.headers['stripe-version']).endsWith('.preview');
    const refusal = { error: { type: 'invalid_request_error', message: 'Invalid API version.' } };
    json(response, isPreview ? 400 : 200, isPreview ? refusal : account);
  };
  const answer = await (await client()).retrieveAccount('interactive', 'fca_1');
  expect(answer.apiVersion).toBe('2026-10-28.endive');
  expect(seen.map(({ version }) => version)).toEqual(['2026-08-26.preview', '2026-10-28.endive']);
});

test.each([
  [
    'a 500 with Stripe’s envelope',
    500,
    '{"error":{"type":"api_error","message":"oops"}}',
    'stripe_unavailable',
  ],
  ['a 500 whose JSON has no error', 500, '{"ok":true}', 'stripe_unavailable'],
  ['a proxy’s HTML page', 502, '<html>bad gateway</html>', 'stripe_unavailable'],
  ['HTML with status 200', 200, '<html>hello</html>', 'stripe_failed'],
  ['truncated JSON', 200, '{"id":"fca_1","sta', 'stripe_failed'],
  ['a list where an object should be', 200, '[1,2]', 'stripe_failed'],
  ['a wrong type inside', 200, '{"id":"fca_1","created":"yesterday"}', 'stripe_failed'],
  ['a refusal', 400, '{"error":{"type":"invalid_request_error","code":"x","message":"No"}}', 'stripe_failed'],
  [
    'an unknown key',
    401,
    '{"error":{"type":"invalid_request_error","message":"Invalid API Key provided: sk_test_abc***xyz"}}',
    'stripe_failed',
  ],
  [
    'a 404',
    404,
    '{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such"}}',
    'not_found',
  ],
  [
    'a 429',
    429,
    '{"error":{"type":"invalid_request_error","code":"rate_limit","message":"Slow"}}',
    'rate_limited',
  ],
])('%s is a typed error', async (_, status, body, code) => {
  answerer = then((__, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_9' });
    response.end(body);
  });
  const error = await failure((await client()).retrieveAccount('interactive', 'fca_1'));
  expect(error.code).toBe(code);
  expect(JSON.stringify(error.toProblem('r'))).not.toMatch(/sk_test_\w/);
});

test('a hang and a slow drip end at the overall deadline', async () => {
  const start = performance.now();
  const { retrieveAccount } = await client();
  answerer = then((request, response) => {
    if (request.url?.endsWith('hang')) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 200);
    response.on('close', () => clearInterval(drip));
  });
  const [hang, drip] = await Promise.all([
    failure(retrieveAccount('interactive', 'fca_hang')),
    failure(retrieveAccount('interactive', 'fca_drip')),
  ]);
  expect([hang.code, drip.code]).toEqual(['stripe_timeout', 'stripe_timeout']);
  expect(performance.now() - start).toBeLessThan(4_000);
});

test('a connection cut after the request may have had its effect; it is tried once more, under the same key', async () => {
  answerer = then((request) => request.socket.destroy());
  const error = await failure((await client()).postDisconnect('interactive', 'fca_1', 'key_1'));
  expect(error).toMatchObject({ code: 'stripe_unavailable', mayHaveHappened: true });
  const keys = seen.filter(({ path }) => path.endsWith('/disconnect')).map(({ key }) => key);
  expect(keys).toEqual(['key_1', 'key_1']);
});

test('a redirect is not followed: the key stays here', async () => {
  const elsewhere: string[] = [];
  const other = createServer((request, response) => {
    elsewhere.push(request.headers.authorization ?? '');
    json(response, 200, account);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  answerer = then((_, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${port}/` });
    response.end();
  });
  expect((await failure((await client()).retrieveAccount('interactive', 'fca_1'))).code).toBe(
    'stripe_failed',
  );
  other.close();
  expect(elsewhere).toEqual([]);
});

test('one unreadable object does not take its page with it', async () => {
  answerer = then((_, response) =>
    json(response, 200, {
      object: 'list',
      has_more: false,
      data: [account, { id: 'fca_2', created: {} }, 7],
    }),
  );
  const { data } = await (await client()).listAccountsPage('interactive', null);
  expect(data.rows.map((row) => row.id)).toEqual(['fca_1']);
  expect(data.unreadableIds).toEqual(['fca_2', 'without an id']);
});
