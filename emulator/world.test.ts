// The seeded world: the same from the same number, everything present, alive across a restart.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator } from '@/emulator/serve';
import { freshDatabase, type Json, type Stand, startStand } from '@/emulator/testing/stand';

const now = 1_795_000_000;
let stand: Stand;
beforeAll(async () => {
  stand = await startStand({ accounts: 200, seed: 1, now });
});
afterAll(() => stand.close());

async function fingerprint(query: (sql: string) => Promise<Json[]>): Promise<string> {
  const hash = createHash('sha256');
  for (const table of [
    'customers',
    'authorizations',
    'accounts',
    'sessions',
    'transactions',
    'ownerships',
    'events',
  ]) {
    const [row] = await query(
      `select count(*) as count, md5(string_agg(t::text, '|' order by id)) as digest from (select * from ${table} order by id) t`,
    );
    hash.update(`${table} ${row?.count} ${row?.digest};`);
  }
  return hash.digest('hex');
}

async function fingerprintOf(options: { seed: number; accounts: number }): Promise<string> {
  const database = await freshDatabase();
  const emulator = await startEmulator({ databaseUrl: database.url, port: 0, now, ...options });
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  const print = await fingerprint(async (sql) => (await pool.query(sql)).rows);
  await pool.end();
  await emulator.close();
  await database.drop();
  return print;
}

describe('seed', () => {
  it('makes the same world from the same number, another from another', async () => {
    const one = await fingerprintOf({ seed: 3, accounts: 120 });
    expect(await fingerprintOf({ seed: 3, accounts: 120 })).toBe(one);
    expect(await fingerprintOf({ seed: 4, accounts: 120 })).not.toBe(one);
  });

  it('has every status, cause, action, refresh state, number status and kind of permission at 200 accounts', async () => {
    const column = async (sql: string) =>
      (await stand.query(sql)).map((row) => Object.values(row).join(' ')).sort();
    expect(await column(`select count(*) from accounts`)).toEqual(['200']);
    expect(await column(`select distinct body->>'status' from accounts`)).toEqual([
      'active',
      'disconnected',
      'inactive',
    ]);
    const whys = await column(
      `select distinct (body#>>'{status_details,inactive,cause}') || ' ' || (body#>>'{status_details,inactive,action}')
       from accounts where body->>'status' = 'inactive'`,
    );
    expect(whys).toEqual([
      'access_denied none',
      'access_denied relink_required',
      'access_expired relink_required',
      'account_closed none',
      'account_unavailable none',
      'account_unavailable relink_required',
      'institution_requirement relink_required',
      'unspecified none',
      'unspecified relink_required',
    ]);
    for (const refresh of ['balance_refresh', 'ownership_refresh', 'transaction_refresh']) {
      const states = await column(
        `select distinct coalesce(body#>>'{${refresh},status}', 'null') from accounts`,
      );
      expect(states).toEqual(['failed', 'null', 'pending', 'succeeded']);
    }
    const distances = await stand.query(
      `select ((body#>>'{status_details,active,expected_deactivation_date}')::bigint - ${now}) / 86400.0 as days
       from accounts where body#>>'{status_details,active,expected_deactivation_date}' is not null`,
    );
    const days = distances.map((row) => Number(row.days));
    expect(days.some((value) => value < 1)).toBe(true);
    expect(days.some((value) => value > 1 && value < 30)).toBe(true);
    expect(days.some((value) => value > 60)).toBe(true);
    const numbers = await column(`select distinct n->>'status' from accounts, json_array_elements(
      case json_typeof(body->'account_numbers') when 'array' then body->'account_numbers' else '[]' end) n`);
    expect(numbers).toEqual(['deactivated', 'expired', 'pending', 'transactable']);
    const results = await column(
      `select distinct coalesce(body#>>'{relink_result,failure_reason}', 'none') from sessions where json_typeof(body->'relink_result') = 'object'`,
    );
    expect(results).toEqual(['no_account', 'no_authorization', 'none', 'other']);
    expect(await column(`select distinct body->>'status' from sessions`)).toEqual([
      'cancelled',
      'failed',
      'pending',
      'succeeded',
    ]);
    const permissions = await column(
      `select distinct body->>'permissions' is null, json_typeof(body->'permissions') from accounts`,
    );
    expect(permissions).toEqual(['false array', 'true null']);
    const currencies = await column(`select distinct inside->>'currency' from accounts`);
    expect(currencies).toEqual(['cad', 'eur', 'gbp', 'jpy', 'kwd', 'usd']);
    const gaps = await stand.query(
      `select count(*) filter (where body->>'last4' is null)::int as last4, count(*) filter (where body->>'display_name' is null)::int as name,
         count(*) filter (where body->>'subscriptions' <> '[]')::int as subscribed,
         count(*) filter (where holder like 'acct_%')::int as connected,
         count(*) filter (where id not in (select account from session_accounts))::int as foreign
       from accounts`,
    );
    for (const count of Object.values(gaps[0] ?? {})) expect(count).toBeGreaterThan(0);
    expect((await stand.query('select 1 from customers where deleted')).length).toBeGreaterThan(1);
  });

  it('is coherent: balances fit their refresh, nothing is in the future, refreshes need their permission', async () => {
    const wrong = await stand.query(
      `select id from accounts where
         (body#>>'{balance,as_of}')::bigint > (body#>>'{balance_refresh,last_attempted_at}')::bigint
         or (body->>'created')::bigint > ${now}
         or (body#>>'{balance_refresh,last_attempted_at}')::bigint > ${now}
         or (body#>>'{transaction_refresh,last_attempted_at}')::bigint > ${now}
         or (body->>'balance_refresh' is not null and coalesce(body->>'permissions', '') not like '%balances%')
         or (body->>'ownership' is not null and body->>'ownership' not in (select id from ownerships))`,
    );
    expect(wrong).toEqual([]);
    const lost = await stand.query(
      `select id from transactions where body->>'transaction_refresh' not in (select id from transaction_refreshes) or transacted_at > ${now}`,
    );
    expect(lost).toEqual([]);
  });

  it('ends what is pending by itself', async () => {
    await stand.advance(600);
    const pending = await stand.query(
      `select id from accounts where body#>>'{balance_refresh,status}' = 'pending' or body#>>'{transaction_refresh,status}' = 'pending'`,
    );
    expect(pending).toEqual([]);
  });
});

describe('restart', () => {
  it('keeps state, clock and switches, and does not seed again', async () => {
    const made = await stand.stripe.customers.create({ name: 'Still here' });
    await stand.advance(5_000);
    await stand.control('/switches', { balanceDelayMs: 10 }, 'PUT');
    const clock = await stand.control('/clock');
    const notice = await stand.restart({ accounts: 5, seed: 9 });
    expect(notice).toContain('200 accounts from seed 1 kept');
    expect((await stand.stripe.customers.retrieve(made.id)).id).toBe(made.id);
    expect(Number((await stand.control('/clock')).now)).toBeGreaterThanOrEqual(Number(clock.now));
    expect(await stand.control('/switches')).toMatchObject({ balanceDelayMs: 10, rateLimits: false });
    expect((await stand.query('select count(*)::int as count from accounts'))[0]?.count).toBe(200);
  });

  it('a reset makes a new world', async () => {
    const answer = await stand.control('/reset', { seed: 5, accounts: 30 });
    expect(answer).toMatchObject({ world: { seed: 5, accounts: 30 } });
    expect((await stand.stripe.financialConnections.accounts.list({ limit: 100 })).data).toHaveLength(30);
    expect(await stand.control('/clock')).toMatchObject({ offsetSeconds: 0 });
  });
});
