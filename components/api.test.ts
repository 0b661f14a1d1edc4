// Every failure of a call reaches the screen as words, and one that the caller gave up shows nothing.
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, getJson, problemOf, searchText, sendJson } from './api';

afterEach(() => vi.unstubAllGlobals());

function answerWith(make: (url: string, init: RequestInit) => Response | Promise<Response>) {
  const fetched = vi.fn(make);
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

const problemOfCall = async (call: Promise<unknown>) =>
  problemOf(await call.catch((error: unknown) => error));

test('a refusal keeps its words, code and request id', async () => {
  const refusal = {
    title: 'Too early',
    status: 409,
    detail: 'Later.',
    code: 'refresh_not_yet',
    requestId: 'r1',
    type: 't',
  };
  answerWith(() => Response.json(refusal, { status: 409 }));
  expect(await problemOfCall(getJson('/api/x'))).toEqual(refusal);
});

test('an answer that is not ours (a proxy, a page) is said to be that', async () => {
  answerWith(
    () => new Response('<html>Bad gateway</html>', { status: 502, headers: { 'x-request-id': 'r2' } }),
  );
  const problem = await problemOfCall(getJson('/api/x'));
  expect(problem).toMatchObject({ code: 'unreadable_answer', status: 502, requestId: 'r2' });
  expect(problem.detail).toContain('502');
});

test('a server that cannot be reached is said to be that', async () => {
  answerWith(() => Promise.reject(new TypeError('Failed to fetch')));
  const problem = await problemOfCall(getJson('/api/x'));
  expect(problem.code).toBe('offline');
  expect(problem.detail).not.toContain('Failed to fetch');
});

test('a call that its caller gave up is no problem to show', async () => {
  const caller = new AbortController();
  answerWith((_url, { signal }) => {
    caller.abort();
    return Promise.reject(signal?.reason ?? new Error('not aborted'));
  });
  const error = await getJson('/api/x', undefined, caller.signal).catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(ApiError);
});

test('a write carries its request key and JSON', async () => {
  const fetched = answerWith(() => Response.json({ ok: true }));
  await sendJson('POST', '/api/accounts/fca_1/refresh', { features: ['balance'] }, 'key-1');
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'key-1' },
    body: '{"features":["balance"]}',
  });
});

test('lists become repeated parameters; what is empty is left out', () => {
  expect(searchText({ status: ['active', 'inactive'], q: '', cursor: null, limit: 50 })).toBe(
    'status=active&status=inactive&limit=50',
  );
});
