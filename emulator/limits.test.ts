// Request limits, and the ledger of every call.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimiter } from '@/emulator/protocol/rate-limit';
import { defaultSwitches } from '@/emulator/switches';
import { type Json, type Stand, startStand } from '@/emulator/testing/stand';

let stand: Stand;
let account: string;
beforeAll(async () => {
  stand = await startStand({ accounts: 20 });
  const [row] = await stand.query('select id from accounts limit 1');
  account = String(row?.id);
});
afterAll(() => stand.close());

const accounts = '/v1/financial_connections/accounts';

async function errorOf(response: Response): Promise<Json> {
  return ((await response.json()) as { error: Json }).error;
}

describe('limits and ledger', () => {
  it('counts all calls of a world and each operation by the second', () => {
    let now = 0;
    const limiter = createLimiter(() => now);
    const world = { id: 1, merchant: 'acct_1', livemode: false };
    const admitted = (calls: number, operation: string, livemode = false) => {
      let count = 0;
      for (let call = 0; call < calls; call += 1) {
        try {
          limiter({ ...world, id: livemode ? 2 : 1, livemode }, operation, defaultSwitches);
          count += 1;
        } catch (error) {
          expect(error).toMatchObject({ status: 429, code: 'rate_limit' });
        }
      }
      return count;
    };
    expect(admitted(40, 'accounts.list')).toBe(25);
    expect(admitted(5, 'events.list')).toBe(0);
    now = 1_000;
    expect(admitted(10, 'events.list')).toBe(10);
    expect(admitted(40, 'accounts.list')).toBe(15);
    expect(admitted(60, 'accounts.list', true)).toBe(25);
    expect(admitted(60, 'events.list', true)).toBe(25);
    expect(admitted(60, 'customers.list', true)).toBe(25);
    expect(admitted(60, 'sessions.retrieve', true)).toBe(25);
    expect(admitted(60, 'account.retrieve', true)).toBe(0);
  });

  it('answers 429 with the reason above the sandbox rate, before the key is used', async () => {
    // So few that a slow machine exceeds them too.
    const few = { rateLimitTest: 4, rateLimitPerOperation: 4 };
    await stand.control('/switches', { rateLimits: true, ...few }, 'PUT');
    const burst = await Promise.all(Array.from({ length: 60 }, () => stand.send(`${accounts}/${account}`)));
    const limited = burst.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(10);
    expect(limited[0]?.headers.get('stripe-rate-limited-reason')).toBe('global-rate');
    expect(await errorOf(limited[0] ?? new Response('{}'))).toMatchObject({ code: 'rate_limit' });
    const posts = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        stand.send('/v1/customers', { method: 'POST', headers: { 'Idempotency-Key': `limited-${n}` } }),
      ),
    );
    const refusedPosts = posts.filter(({ status }) => status === 429).length;
    expect(refusedPosts).toBeGreaterThan(0);
    const kept = await stand.query(`select 1 from idempotency where key like 'limited-%'`);
    expect(kept.length).toBe(40 - refusedPosts);
    await stand.control('/switches', { rateLimits: false }, 'PUT');
  });

  it('the ledger knows every call and whether it had an effect', async () => {
    const entries = ((await stand.control('/ledger?after=0')) as { data: Json[] }).data;
    const last = Number(entries.at(-1)?.seq);
    const send = () =>
      stand.send('/v1/customers', {
        method: 'POST',
        headers: { 'Idempotency-Key': 'ledger-1' },
        body: new URLSearchParams({ name: 'L' }),
      });
    await send();
    await send();
    await stand.send(`${accounts}/fca_none`);
    const fresh = ((await stand.control(`/ledger?after=${last}`)) as { data: Json[] }).data;
    const seen = fresh.map(({ method, status, idempotency_key, replayed, effect, key_suffix }) => ({
      method,
      status,
      idempotency_key,
      replayed,
      effect,
      key_suffix,
    }));
    const post = { method: 'POST', status: 200, idempotency_key: 'ledger-1', key_suffix: 'emulator' };
    expect(seen).toEqual([
      { ...post, replayed: false, effect: true },
      { ...post, replayed: true, effect: false },
      {
        method: 'GET',
        status: 404,
        idempotency_key: null,
        replayed: false,
        effect: false,
        key_suffix: 'emulator',
      },
    ]);
  });
});
