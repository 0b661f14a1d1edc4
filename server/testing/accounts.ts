// Rows to read in tests: one account with the fields that matter, or as many as an index needs to be worth it.
import 'server-only';
import type { Db, Prisma } from '@/server/db';

/** Second by second from here, so that every generated time is known. */
export const dayOne = new Date('2026-01-01T00:00:00Z');

let made = 0;

/** Stores an active account with every permission; `given` says what is different. */
export async function storeAccount(db: Db, given: Partial<Prisma.AccountCreateInput> = {}): Promise<string> {
  made += 1;
  const { id } = await db.account.create({
    data: {
      id: `fca_${String(made).padStart(6, '0')}`,
      livemode: false,
      createdAt: new Date(dayOne.getTime() + made * 1000),
      displayName: 'Everyday',
      institutionName: 'Test Bank',
      last4: '6789',
      category: 'cash',
      subcategory: 'checking',
      status: 'active',
      permissions: ['balances', 'ownership', 'payment_method', 'transactions'],
      subscriptions: [],
      paymentMethodTypes: ['us_bank_account'],
      raw: {},
      apiVersion: '2026-08-26.preview',
      source: 'read',
      readNo: BigInt(made),
      evidenceAt: dayOne,
      version: BigInt(made),
      readAt: new Date(),
      ...given,
    },
    select: { id: true },
  });
  return id;
}

/** Binds the database to a Stripe account; `clockOffsetMs` is how far Stripe's clock is ahead. */
export async function storeBinding(db: Db, clockOffsetMs = 0): Promise<void> {
  const facts = {
    stripeAccountId: 'acct_1',
    livemode: false,
    isEmulator: true,
    apiVersion: '2026-08-26.preview',
  };
  await db.binding.create({ data: { ...facts, clockOffsetMs: BigInt(clockOffsetMs) } });
}

/** Stores a session; `given` says what is different from one that brought nothing yet. */
export async function storeSession(
  db: Db,
  id: string,
  given: Partial<Prisma.SessionCreateInput> = {},
): Promise<string> {
  const facts = {
    livemode: false,
    origin: 'created',
    outcome: 'open',
    permissions: ['balances'],
    prefetch: [],
  };
  await db.session.create({
    data: {
      id,
      ...facts,
      raw: {},
      apiVersion: '2026-08-26.preview',
      readNo: 1n,
      version: 1n,
      readAt: dayOne,
      ...given,
    },
  });
  return id;
}

/** Fills the table with a realistic spread of states, made by Postgres itself, and tells the planner. */
export async function fillAccounts(db: Db, count: number): Promise<void> {
  // In parts, because one statement may take 10 s at most and the tests share a small machine.
  for (let from = 1; from <= count; from += 2_500) await fillPart(db, from, Math.min(count, from + 2_499));
  // As autovacuum would: it also empties the waiting lists of the GIN indexes, which the planner counts as a cost.
  await db.$executeRaw`vacuum analyze accounts`;
}

async function fillPart(db: Db, from: number, to: number): Promise<void> {
  await db.$executeRaw`
    insert into accounts (id, livemode, created_at, display_name, institution_name, last4, category, subcategory,
      status, cause, action, expected_deactivation_at, holder_type, holder_id, holder_name, holder_email,
      authorization_id, permissions, permissions_known, subscriptions, payment_method_types, balance_as_of,
      balance_amounts, balance_refresh_status, balance_refresh_attempted_at, ownership_refresh_status,
      transaction_refresh_status, raw, api_version, source, read_no, evidence_at, version, read_at)
    select 'fca_bulk' || lpad(i::text, 8, '0'), false, timestamptz '2026-01-01' + (i % 5000) * interval '1 minute',
      'Account ' || i, 'Bank ' || (i % 397), lpad((i % 10000)::text, 4, '0'),
      case when i % 50 = 0 then 'credit' else 'cash' end,
      case when i % 50 = 0 then 'credit_card' when i % 100 = 1 then 'savings' else 'checking' end,
      case when i % 20 = 0 then 'inactive' when i % 77 = 0 then 'disconnected' else 'active' end,
      case when i % 20 = 0 then (array['access_denied', 'access_expired', 'account_closed', null])[1 + i / 20 % 4] end,
      case when i % 20 = 0 then (array['relink_required', 'relink_required', 'none', null])[1 + i / 20 % 4] end,
      case when i % 50 = 1 then timestamptz '2026-12-01' + (i % 60) * interval '1 day' end,
      'customer', case when i % 41 > 0 then 'cus_' || (i % 3000) end, case when i % 40 > 0 then 'Holder ' || (i % 3000) end,
      'holder' || (i % 3000) || '@example.com', case when i % 7 > 0 then 'fcauth_' || (i / 3) end,
      case when i % 60 = 0 then array['ownership'] else array['balances', 'transactions'] end, i % 100 > 0,
      case when i % 90 = 0 then array['transactions'] else '{}' end, '{link}',
      case when i % 3 > 0 then timestamptz '2026-02-01' + (i % 700) * interval '1 hour' end, '[]',
      case when i % 30 = 0 then 'failed' when i % 31 = 0 then 'pending' when i % 4 > 0 then 'succeeded' end,
      now() - (i % 30) * interval '1 minute', case when i % 100 > 0 then 'succeeded' end,
      case when i % 100 > 0 then 'succeeded' end, '{}', '2026-08-26.preview', 'backfill', i, now(), i,
      now() - (i % 1500) * interval '1 minute'
    from generate_series(${from}::int, ${to}::int) as i`;
}
