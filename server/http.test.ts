// The wrapper of every route: who is let in, what is refused with which code, and what every answer carries.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PageQuery } from '@/domain/page';
import { AppError } from './errors';
import { handle, type RouteHandler } from './http';

const origin = 'http://127.0.0.1:3000';
const Body = z.strictObject({ word: z.string().max(6000) });
const read = handle({
  allow: 'accounts:read',
  query: PageQuery.extend({ tag: z.array(z.string()).default([]) }),
  run: async (asked) => asked,
});
const write = handle({
  allow: 'accounts:refresh',
  body: Body,
  run: async ({ body, intent }) => ({ body, intent }),
});
const check = handle({ allow: 'health:read', run: async () => ({}) });

interface Sent {
  method?: string;
  url?: string;
  headers?: Record<string, string | null>;
  body?: string | Uint8Array<ArrayBuffer> | ReadableStream | null;
  params?: Record<string, string | string[]>;
}

const writeHeaders = {
  Origin: origin,
  'Content-Type': 'application/json',
  'Idempotency-Key': 'key-0001',
};

async function send(handler: RouteHandler, sent: Sent = {}) {
  const method = sent.method ?? 'GET';
  const isWrite = method !== 'GET' && method !== 'HEAD';
  const given = { Host: '127.0.0.1:3000', ...(isWrite ? writeHeaders : {}), ...sent.headers };
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (value !== null) headers.set(name, value);
  const body = isWrite ? (sent.body === undefined ? '{"word":"a"}' : sent.body) : null;
  const init = { method, headers, body, ...(body instanceof ReadableStream ? { duplex: 'half' } : {}) };
  const response = await handler(new Request(sent.url ?? `${origin}/api/x`, init), {
    params: Promise.resolve(sent.params ?? {}),
  });
  return { response, status: response.status, body: await response.json() };
}

const code = async (handler: RouteHandler, sent: Sent) => {
  const { status, body } = await send(handler, sent);
  return status === 200 ? 200 : `${status} ${body.code}`;
};

test('every answer carries its request id, is never stored and never sniffed', async () => {
  for (const { response, body } of [await send(read), await send(write, { method: 'POST', body: '[' })]) {
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    if (!response.ok) expect(body.requestId).toBe(response.headers.get('x-request-id'));
  }
  expect((await send(read)).response.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('a refusal is a problem with title, detail, status and code', async () => {
  const { response, body } = await send(read, { url: `${origin}/api/x?limit=0` });
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body).toEqual({
    type: 'urn:relink:problem:invalid_request',
    title: 'The request is not valid',
    status: 400,
    detail: 'limit: At least 1',
    code: 'invalid_request',
    requestId: expect.any(String),
    errors: [{ path: 'limit', message: 'At least 1' }],
  });
});

test.each([
  ['127.0.0.1:3000', 200],
  ['localhost:3000', 200],
  ['LOCALHOST:3000', 200],
  ['[::1]:3000', 200],
  ['evil.example', '421 foreign_host'],
  ['evil.example:3000', '421 foreign_host'],
  ['127.0.0.1:3001', '421 foreign_host'],
  ['127.0.0.1', '421 foreign_host'],
  ['127.0.0.1:3000.evil.example', '421 foreign_host'],
  ['localhost.:3000', '421 foreign_host'],
  ['evil@127.0.0.1:3000', '421 foreign_host'],
  ['127.0.0.1:3000/../', '421 foreign_host'],
  ['', '421 foreign_host'],
])('Host %s → %s, on reads and on writes', async (host, expected) => {
  expect(await code(read, { headers: { Host: host } })).toBe(expected);
  expect(await code(write, { method: 'POST', headers: { Host: host } })).toBe(expected);
});

test('a health check may come to any bare address, never to another name', async () => {
  expect(await code(check, { headers: { Host: '10.1.2.3:8080' } })).toBe(200);
  expect(await code(check, { headers: { Host: '[fd00::1]:8080' } })).toBe(200);
  expect(await code(check, { headers: { Host: 'evil.example' } })).toBe('421 foreign_host');
});

const origins: [string | null, string | null, number | string][] = [
  [origin, null, 200],
  [origin, 'same-origin', 200],
  ['http://localhost:3000', null, 200],
  [null, null, '403 origin_mismatch'],
  ['null', null, '403 origin_mismatch'],
  ['https://evil.example', null, '403 origin_mismatch'],
  ['https://127.0.0.1:3000', null, '403 origin_mismatch'],
  ['http://127.0.0.1:3001', null, '403 origin_mismatch'],
  ['http://127.0.0.1:3000.evil.example', null, '403 origin_mismatch'],
  [`${origin}/`, null, '403 origin_mismatch'],
  [origin, 'cross-site', '403 origin_mismatch'],
  [origin, 'same-site', '403 origin_mismatch'],
  [origin, 'none', '403 origin_mismatch'],
];
test.each(
  origins.flatMap(([from, site, expected]) =>
    ['POST', 'PUT', 'DELETE', 'PATCH'].map((method) => [method, from, site, expected] as const),
  ),
)('%s from Origin %s, Sec-Fetch-Site %s → %s', async (method, from, site, expected) => {
  expect(await code(write, { method, headers: { Origin: from, 'Sec-Fetch-Site': site } })).toBe(expected);
});

test('a read needs no Origin and no key', async () => {
  expect(
    await code(read, { headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } }),
  ).toBe(200);
  expect(await code(read, { method: 'HEAD' })).toBe(200);
});

test.each([
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
  ['Application/JSON;charset="UTF-8"', 200],
  [null, '415 not_json'],
  ['text/plain', '415 not_json'],
  ['application/x-www-form-urlencoded', '415 not_json'],
  ['multipart/form-data; boundary=x', '415 not_json'],
  ['application/json; charset=utf-16', '415 not_json'],
  ['text/plain; application/json', '415 not_json'],
])('Content-Type %s → %s', async (type, expected) => {
  const body = new TextEncoder().encode('{"word":"a"}');
  expect(await code(write, { method: 'POST', headers: { 'Content-Type': type }, body })).toBe(expected);
});

test('a packed body is refused before it is read', async () => {
  expect(await code(write, { method: 'POST', headers: { 'Content-Encoding': 'gzip' } })).toBe('415 not_json');
});

test.each([
  ['key-0001', 200],
  [null, '400 invalid_request'],
  ['short', '400 invalid_request'],
  ['k'.repeat(201), '400 invalid_request'],
  ['with a blank', '400 invalid_request'],
  ['schlüssel', '400 invalid_request'],
])('Idempotency-Key %s → %s', async (key, expected) => {
  expect(await code(write, { method: 'POST', headers: { 'Idempotency-Key': key } })).toBe(expected);
});

test('64 KiB are a body, one byte more is too large, whether the length is told or not', async () => {
  const sized = (bytes: number) => `{"word":"a"${' '.repeat(bytes - '{"word":"a"}'.length)}}`;
  expect(await code(write, { method: 'POST', body: sized(64 * 1024) })).toBe(200);
  expect(await code(write, { method: 'POST', body: sized(64 * 1024 + 1) })).toBe('413 too_large');
  expect(await code(write, { method: 'POST', headers: { 'Content-Length': '70000' } })).toBe('413 too_large');
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10_000)) });
  expect(await code(write, { method: 'POST', body: endless })).toBe('413 too_large');
});

test('a body that breaks off is the sender’s fault', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  expect(await code(write, { method: 'POST', body: broken })).toBe('400 invalid_request');
});

test.each([
  ['no JSON', '{'],
  ['no body at all', ''],
  ['another type', '[]'],
  ['an unknown field', '{"word":"a","more":1}'],
  ['a prototype', '{"word":"a","__proto__":{"x":1}}'],
  ['a prototype in escapes', '{"word":"a","\\u005f_proto__":{"x":1}}'],
  ['a constructor deep inside', '{"word":{"constructor":1}}'],
  ['one key twice', '{"word":"a","word":"b"}'],
  ['one key twice in escapes', '{"word":"a","\\u0077ord":"b"}'],
  ['NUL', '{"word":"a\\u0000b"}'],
  ['half a character', '{"word":"\\ud800"}'],
  ['deep nesting', `{"word":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['a name of 7,000 characters', JSON.stringify({ word: 'x'.repeat(7000) })],
])('a body with %s is refused', async (_, body) => {
  expect(await code(write, { method: 'POST', body })).toBe('400 invalid_request');
});

test('a body that is not UTF-8 is refused', async () => {
  const body = new Uint8Array([...new TextEncoder().encode('{"word":"'), 0xff, 0x22, 0x7d]);
  expect(await code(write, { method: 'POST', body })).toBe('400 invalid_request');
});

test('5,000 characters in any script, quotes and brackets come through as they are', async () => {
  const word = `{"word":"x","word":1} \\" [[ ${'名'.repeat(4970)}`;
  const { body } = await send(write, { method: 'POST', body: JSON.stringify({ word }) });
  expect(body).toEqual({ body: { word }, intent: { requestKey: 'key-0001', actor: 'console' } });
});

test.each([
  ['?limit=5&tag=a&tag=b', 200],
  ['?limit=5&limit=6', '400 invalid_request'],
  ['?limit=201', '400 invalid_request'],
  ['?limit=1e2', '400 invalid_request'],
  ['?limit=', '400 invalid_request'],
  ['?unknown=1', '400 invalid_request'],
  ['?__proto__=1', '400 invalid_request'],
  ['?constructor=1', '400 invalid_request'],
  ['?tag[]=1', '400 invalid_request'],
  ['?tag=%00', '400 invalid_request'],
  ['?tag=%zz', '400 invalid_request'],
  ['?tag=%c3%28', '400 invalid_request'],
  [`?tag=${'x'.repeat(20_000)}`, '400 invalid_request'],
])('query %s → %s', async (search, expected) => {
  expect(await code(read, { url: `${origin}/api/x${search}` })).toBe(expected);
});

test('a repeatable parameter arrives as a list, even when given once', async () => {
  const { body } = await send(read, { url: `${origin}/api/x?tag=a+b&limit=7` });
  expect(body.query).toEqual({ tag: ['a b'], limit: 7 });
});

test.each(['', '..', 'a/b', 'a b', '%zz', 'a\0', 'x'.repeat(256), "'; drop table accounts"])(
  'the id %j names nothing',
  async (id) => {
    expect(await code(read, { params: { id } })).toBe('404 not_found');
  },
);

test('an error of ours is told with its extras, any other becomes "internal" and tells nothing', async () => {
  const availableAt = new Date(Date.now() + 60_000).toISOString();
  const ours = handle({
    allow: 'accounts:read',
    run: async () => {
      throw new AppError('refresh_not_yet', 'Later.', { availableAt });
    },
  });
  const refused = await send(ours);
  expect(refused.body).toMatchObject({ status: 409, code: 'refresh_not_yet', detail: 'Later.', availableAt });
  expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(50);

  const theirs = handle({
    allow: 'accounts:read',
    run: async () => {
      throw new Error('sk_test_secret jane@example.com');
    },
  });
  const failed = await send(theirs);
  expect(failed.body).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(failed.body)).not.toMatch(/sk_test_secret|jane/);
});

test('an answer that cannot be written is an error too, not a crash', async () => {
  const broken = handle({ allow: 'accounts:read', run: async () => ({ version: 1n }) });
  expect(await code(broken, {})).toBe('500 internal');
});
