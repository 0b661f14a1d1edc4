// Hundreds of malformed requests: each is answered with an envelope, none with a 5xx.
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stand, startStand } from '@/emulator/testing/stand';

let stand: Stand;
let ids: string[];
beforeAll(async () => {
  stand = await startStand({ accounts: 30 });
  ids = (await stand.query('select id from accounts limit 5')).map(({ id }) => String(id));
});
afterAll(() => stand.close());

const paths = [
  '/v1/financial_connections/accounts',
  '/v1/financial_connections/accounts/ID',
  '/v1/financial_connections/accounts/ID/refresh',
  '/v1/financial_connections/accounts/ID/subscribe',
  '/v1/financial_connections/accounts/ID/owners',
  '/v1/financial_connections/accounts/ID/disconnect',
  '/v1/financial_connections/sessions',
  '/v1/financial_connections/sessions/ID',
  '/v1/financial_connections/transactions',
  '/v1/financial_connections/transactions/ID',
  '/v1/events',
  '/v1/events/ID',
  '/v1/customers',
  '/v1/customers/ID',
  '/v1/account',
  '/v1/webhook_endpoints',
  '/v1/webhook_endpoints/ID',
  '/_emulator/webhook_endpoints/ID/roll',
  '/_emulator/webhooks/faults',
  '/_emulator/webhooks/release',
  '/_emulator/events/ID/resend',
  '/_emulator/faults',
  '/_emulator/faults/ID/release',
  '/_emulator/storm',
  '/_emulator/ledger/summary',
  '/_emulator/clock',
  '/_emulator/switches',
  '/_emulator/ledger',
  '/_emulator/sessions/ID/complete',
  '/_emulator/accounts/ID/forecast',
  '/_emulator/accounts/ID/set-balance',
  '/_emulator/patch/accounts/ID',
];
const names = fc.constantFrom(
  'limit',
  'starting_after',
  'ending_before',
  'account',
  'account_holder',
  'account_holder[customer]',
  'account_holder[type]',
  'features',
  'features[]',
  'features[0]',
  'permissions[]',
  'permissions[9999]',
  'expand[]',
  'expand',
  'created[gt]',
  'created',
  'type',
  'types[]',
  'ownership',
  'transaction_refresh[after]',
  'transacted_at[lte]',
  'limits[accounts]',
  'filters[country]',
  'metadata[a]',
  'email',
  'name',
  '__proto__[x]',
  'constructor',
  'a[',
  ']',
  '[]',
  'a[b][c][d][e][f][g][h][i]',
  'after',
  'kind',
  'enabled_events[]',
  'url',
  'relink_options[authorization]',
);
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '99999999999999999999',
    '1e9',
    'NaN',
    'null',
    '%',
    '%zz',
    '%00',
    '%F0%28',
    '%ED%A0%80',
    "' or 1=1 --",
    '😀',
    '..',
  ),
  fc
    .string({ maxLength: 40 })
    .map(encodeURIComponent.bind(null))
    .map((text) => text),
);
const safeNasty = nasty.filter((text) => !/[\r\n#]/.test(text));
const form = fc
  .array(fc.tuple(names, safeNasty), { maxLength: 5 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
const bodies = fc.oneof(
  form,
  fc.json(),
  fc.constantFrom(
    '{',
    '[]',
    '"x"',
    'null',
    '{"now":1e99}',
    '{"advanceSeconds":"x"}',
    '{"set":{"id":null}}',
    '{"fault":{"status":"x"}}',
    '{"fault":[]}',
    '{"order":{}}',
    '\u0000',
  ),
);
const segments = fc.constantFrom(
  'real',
  '%00',
  '%',
  '%2F',
  'x'.repeat(3_000),
  '..%2f..',
  '%F0%9F%98%80',
  '%C3%28',
  "';--",
  '[]',
);

it('600 malformed requests get no 5xx', async () => {
  const outcomes = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
      fc.constantFrom(...paths),
      segments,
      form,
      bodies,
      fc.constantFrom(
        'application/x-www-form-urlencoded',
        'application/json',
        'text/plain',
        'multipart/form-data',
        '',
      ),
      fc.constantFrom('2026-08-26.preview', '2026-10-28.endive', '2023-10-16', 'x'),
      async (method, path, segment, query, body, type, version) => {
        // A moved clock or a reset would only make the run slow.
        if (path === '/_emulator/clock' && method === 'POST' && body.includes('advanceSeconds":"') === false)
          return;
        const target = path.replace('ID', segment === 'real' ? (ids[0] ?? '') : segment);
        const response = await stand.send(`${target}?${query}`, {
          method,
          headers: { 'Stripe-Version': version, ...(type === '' ? {} : { 'Content-Type': type }) },
          ...(method === 'GET' ? {} : { body }),
        });
        outcomes.set(response.status, (outcomes.get(response.status) ?? 0) + 1);
        const text = await response.text();
        if (response.status >= 500) throw new Error(`${method} ${target}?${query} ${body}: ${text}`);
        if (response.status >= 400) expect(JSON.parse(text)).toHaveProperty('error.message');
      },
    ),
    { numRuns: 600, seed: 11 },
  );
  expect(outcomes.get(400) ?? 0).toBeGreaterThan(50);
}, 60_000);

/** Sends raw bytes and gives the first line of the answer. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(stand.url).port), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      socket.end();
    });
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.on('error', reject);
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
  });
}

it('bytes that are hardly HTTP get a 4xx or a closed connection', async () => {
  const auth = 'Authorization: Bearer sk_test_emulator\r\n';
  const requests = [
    'NONSENSE\r\n\r\n',
    `GET /v1/account HTTP/1.1\r\n\r\n`,
    `GET /v1/account HTTP/1.1\r\nHost: a b c\r\n${auth}\r\n`,
    `GET //v1//account HTTP/1.1\r\nHost: x\r\n${auth}\r\n`,
    `GET http://other.example/v1/account HTTP/1.1\r\nHost: x\r\n${auth}Connection: close\r\n\r\n`,
    `POST /v1/customers HTTP/1.1\r\nHost: x\r\n${auth}Content-Length: 99999999999\r\n\r\nx`,
    `POST /v1/customers HTTP/1.1\r\nHost: x\r\n${auth}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
    `GET /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Basic !!!\r\n\r\n`,
    `POST /v1/customers HTTP/1.1\r\nHost: x\r\n${auth}Idempotency-Key: ${'k'.repeat(300)}\r\nContent-Length: 0\r\n\r\n`,
  ];
  for (const request of requests) {
    const line = await raw(request).catch((error: Error) => error.message);
    expect([request.slice(0, 60), /^HTTP\/1\.1 5/.test(line)]).toEqual([request.slice(0, 60), false]);
  }
  expect((await stand.send('/v1/account')).status).toBe(200);
}, 60_000);
