// Faults per call: what the caller gets, and whether the call took effect.
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stand, startStand } from '@/emulator/testing/stand';

let stand: Stand;
let accounts: string[];
beforeAll(async () => {
  stand = await startStand({ accounts: 80 });
  const rows = await stand.query(
    `select id from accounts where body->>'status' = 'active' and body->>'balance_refresh' is not null
       and body#>>'{balance_refresh,status}' = 'succeeded' and world = 1 order by id`,
  );
  accounts = rows.map(({ id }) => String(id));
});
afterAll(() => stand.close());
afterEach(() => stand.control('/faults', undefined, 'DELETE'));

const base = '/v1/financial_connections/accounts';
const take = () => accounts.pop() ?? '';
const fault = (sent: unknown, more: Json = {}) => stand.control('/faults', { ...more, fault: sent });
const post = (path: string, key?: string, init: RequestInit = {}) =>
  stand.send(`${base}/${path}`, {
    method: 'POST',
    ...init,
    ...(key === undefined ? {} : { headers: { 'Idempotency-Key': key } }),
  });
const statusOf = async (id: string) => ((await (await stand.send(`${base}/${id}`)).json()) as Json).status;
const effects = async (id: string) =>
  ((await stand.control('/ledger?kind=effect&limit=10000')) as { data: Json[] }).data.filter(
    ({ account }) => account === id,
  );
const waiting = async (id: unknown) => (await stand.control(`/faults/${id}`)).waiting;
const errorOf = async (response: Response) => ((await response.json()) as { error: Json }).error;

describe('which calls are struck', () => {
  it('by operation, method, path and key; never control calls; so often and no more', async () => {
    const id = take();
    await fault({ status: 503 }, { match: { operation: 'accounts.*', key: 'sk_test_emulator' }, times: 2 });
    expect((await stand.send(`${base}/${id}`)).status).toBe(503);
    expect((await stand.send(`${base}/${id}`, { key: 'rk_test_emulator' })).status).toBe(200);
    expect((await stand.send('/v1/events')).status).toBe(200);
    expect((await stand.send(base)).status).toBe(503);
    expect((await stand.send(base)).status).toBe(200);
    await fault({ status: 500 }, { match: { method: 'post', path: `${base}/*/refresh` } });
    await fault('unavailable', { match: { path: '/_emulator/*' } });
    expect((await post(`${id}/refresh`)).status).toBe(500);
    expect((await stand.send(`${base}/${id}`)).status).toBe(200);
    expect(((await stand.control('/faults')) as { data: Json[] }).data.map(({ struck }) => struck)).toEqual([
      2, 1, 0,
    ]);
  });

  it('a share of them, the same ones for the same seed', async () => {
    const pattern = async (seed: number) => {
      const made = await fault({ status: 500 }, { share: 0.4, seed });
      const statuses: number[] = [];
      for (let n = 0; n < 30; n += 1) statuses.push((await stand.send('/v1/account')).status);
      await stand.control(`/faults/${made.id}`, undefined, 'DELETE');
      return statuses.join(' ');
    };
    const first = await pattern(5);
    expect(await pattern(5)).toBe(first);
    expect(first).toContain('500');
    expect(first).toContain('200');
    expect(await pattern(6)).not.toBe(first);
  });

  it('all of them in an outage', async () => {
    const made = await stand.control('/faults', { unavailable: true });
    await expect(stand.send('/v1/account')).rejects.toThrow();
    await stand.control(`/faults/${made.id}`, undefined, 'DELETE');
    expect((await stand.send('/v1/account')).status).toBe(200);
    await expect(stand.control('/faults', { fault: { explode: true } })).rejects.toThrow();
  });
});

describe('answers', () => {
  it('429 with its reason, or without one for a lock', async () => {
    await fault({ status: 429, reason: 'endpoint-rate' }, { times: 1 });
    const limited = await stand.send('/v1/account');
    expect([limited.status, limited.headers.get('stripe-rate-limited-reason')]).toEqual([
      429,
      'endpoint-rate',
    ]);
    expect(await errorOf(limited)).toMatchObject({ code: 'rate_limit' });
    await fault({ '429': true });
    const locked = await stand.send('/v1/account');
    expect(locked.headers.get('stripe-rate-limited-reason')).toBeNull();
    expect(await errorOf(locked)).toMatchObject({ code: 'lock_timeout' });
  });

  it('a 500 that is kept and replayed for its key, before or after the effect', async () => {
    for (const after of [false, true]) {
      const id = take();
      await fault({ stored500: true, after }, { times: 1 });
      const first = await post(`${id}/disconnect`, `stored-${id}`);
      const again = await post(`${id}/disconnect`, `stored-${id}`);
      expect([first.status, again.status]).toEqual([500, 500]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.headers.get('stripe-should-retry')).toBe('false');
      expect(await statusOf(id)).toBe(after ? 'disconnected' : 'active');
      expect(await effects(id)).toHaveLength(after ? 1 : 0);
      expect((await post(`${id}/disconnect`, `other-${id}`)).status).toBe(200);
    }
  });

  it('a status after the effect leaves the real answer under the key', async () => {
    const id = take();
    await fault({ status: 502, after: true }, { times: 1 });
    expect((await post(`${id}/disconnect`, `late-${id}`)).status).toBe(502);
    const again = await post(`${id}/disconnect`, `late-${id}`);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect((await effects(id)).map(({ what, idempotency_key }) => [what, idempotency_key])).toEqual([
      ['disconnect', `late-${id}`],
    ]);
  });

  it('foreign ones: a page, an array, a wrong type, a bomb, a huge one, half of one, a redirect', async () => {
    await fault({ foreign: 'html' }, { times: 1 });
    const page = await stand.send(base);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    await fault('array', { times: 1 });
    expect(await (await stand.send(base)).json()).toEqual([1, 'two', null]);
    await fault({ foreign: 'wrongType' }, { times: 1 });
    expect(await (await stand.send(base)).json()).toMatchObject({ id: 7 });
    await fault('gzipBomb', { times: 1 });
    const bomb = await stand.send(base, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(Number(bomb.headers.get('content-length'))).toBeLessThan(70_000);
    expect((await bomb.text()).length).toBeGreaterThan(64 * 1_048_576);
    await fault('huge', { times: 1 });
    expect((await (await stand.send(base)).text()).length).toBeGreaterThan(20 * 1_048_576);
    await fault('truncate', { times: 1 });
    const half = await (await stand.send(base)).text();
    expect(half.length).toBeGreaterThan(100);
    expect(() => JSON.parse(half)).toThrow();
    await fault({ truncate: true, cut: true }, { times: 1 });
    await expect(stand.send(base).then((response) => response.text())).rejects.toThrow();
    await fault({ redirect: 'http://127.0.0.1:9/elsewhere' }, { times: 1 });
    const moved = await stand.send(base, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
  });

  it('stale ones: the account as it was so many seconds or changes ago, dated now', async () => {
    const id = take();
    await stand.control(`/accounts/${id}/deactivate`, {});
    await stand.advance(100);
    await stand.control(`/accounts/${id}/reactivate`, {});
    const read = async () => {
      const response = await stand.send(`${base}/${id}`);
      expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - Date.now() - 100_000)).toBeLessThan(
        30_000,
      );
      return ((await response.json()) as Json).status;
    };
    await fault({ stale: { versions: 1 } }, { times: 1 });
    expect(await read()).toBe('inactive');
    await fault({ stale: { versions: 2 } }, { times: 1 });
    expect(await read()).toBe('active');
    await fault({ stale: { seconds: 50 } }, { times: 1 });
    expect(await read()).toBe('inactive');
    await fault({ stale: { seconds: 50 } }, { match: { operation: 'accounts.list' }, times: 1 });
    const listed = (await (await stand.send(`${base}?limit=100`)).json()) as { data: Json[] };
    expect(listed.data.find((account) => account.id === id)?.status).toBe('inactive');
    expect(await read()).toBe('active');
  });
});

describe('connections', () => {
  it('are reset before or after the effect', async () => {
    for (const when of ['before', 'after']) {
      const id = take();
      await fault({ reset: { when } }, { times: 1 });
      await expect(post(`${id}/disconnect`, `reset-${id}`)).rejects.toThrow();
      expect(await effects(id)).toHaveLength(when === 'after' ? 1 : 0);
      const again = await post(`${id}/disconnect`, `reset-${id}`);
      expect(again.headers.get('idempotent-replayed')).toBe(when === 'after' ? 'true' : null);
      expect(await effects(id)).toHaveLength(1);
    }
    const { data } = (await stand.control('/ledger?limit=10000')) as { data: Json[] };
    const resets = data.filter((row) => row.fault === 'reset').map(({ status, effect }) => [status, effect]);
    expect(resets).toEqual([
      [0, false],
      [0, true],
    ]);
  });

  it('hang without a header until the caller goes or the fault is taken away', async () => {
    const { id } = await fault('hang');
    const patient = stand.send('/v1/account').catch((error: Error) => error.name);
    const impatient = stand.send('/v1/account', { signal: AbortSignal.timeout(200) });
    await expect(impatient).rejects.toThrow(/aborted|timeout/i);
    await expect.poll(() => waiting(id)).toBe(1);
    await stand.control(`/faults/${id}`, undefined, 'DELETE');
    expect(await patient).toBe('TypeError');
  });

  it('hold the answer after the effect until it is released', async () => {
    const id = take();
    const { id: rule } = await fault('hold', { match: { operation: 'accounts.disconnect' } });
    const answer = post(`${id}/disconnect`, `held-${id}`);
    const killed = new AbortController();
    const lost = post(`${take()}/disconnect`, 'killed', { signal: killed.signal }).catch(
      (error: Error) => error.name,
    );
    await expect.poll(() => waiting(rule)).toBe(2);
    expect(await statusOf(id)).toBe('disconnected');
    killed.abort();
    expect(await lost).toBe('AbortError');
    await expect.poll(() => waiting(rule)).toBe(1);
    expect(await stand.control(`/faults/${rule}/release`, {})).toEqual({ released: 1 });
    expect((await (await answer).json()) as Json).toMatchObject({ id, status: 'disconnected' });
  });

  it('drip at the asked rate', async () => {
    await fault({ drip: { bytesPerSecond: 40 } });
    const { port } = new URL(stand.url);
    const bytes = await new Promise<number>((resolve) => {
      let seen = 0;
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET /v1/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_test_emulator\r\n\r\n'),
      );
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1');
        const head = text.indexOf('\r\n\r\n');
        seen += head < 0 ? chunk.byteLength : text.length - head - 4;
      });
      setTimeout(() => {
        socket.destroy();
        resolve(seen);
      }, 1_500);
    });
    expect(bytes).toBeGreaterThan(8);
    expect(bytes).toBeLessThan(80);
  });
});
