// The guard: what is let in never goes back, whatever the order, the doubling and the races.
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { db, nextReadNo } from '@/server/db';
import { toAccount } from '@/server/stripe/map';
import { WireAccount } from '@/server/stripe/wire';
import { useDatabase } from '@/server/testing/database';
import { type SaveResult, type Source, saveAccounts } from './save';

useDatabase();

const start = 1_790_000_000;
const apiVersion = '2026-08-26.preview';

/** An account as Stripe would send it at a moment of its life. */
function wire(over: Record<string, unknown> = {}): WireAccount {
  return WireAccount.parse({
    id: 'fca_1',
    object: 'financial_connections.account',
    account_holder: { type: 'customer', customer: 'cus_1' },
    account_numbers: null,
    authorization: 'fcauth_1',
    balance: null,
    balance_refresh: null,
    category: 'cash',
    created: start,
    display_name: 'Checking',
    institution_name: 'StripeBank',
    last4: '6789',
    livemode: false,
    ownership: null,
    ownership_refresh: null,
    permissions: ['balances'],
    status: 'active',
    status_details: { active: { action: 'none', cause: null, expected_deactivation_date: null } },
    subcategory: 'checking',
    subscriptions: [],
    supported_payment_method_types: ['us_bank_account'],
    transaction_refresh: null,
    ...over,
  });
}

const balanceAt = (asOf: number, current = 100) => ({
  balance: { as_of: asOf, type: 'cash', current: { usd: current }, cash: { available: { usd: current } } },
  balance_refresh: { status: 'succeeded', last_attempted_at: asOf, next_refresh_available_at: asOf + 60 },
});

async function save(
  account: WireAccount,
  at: number,
  readNo: bigint | null,
  source: Source = 'read',
): Promise<SaveResult> {
  const evidence = { readNo, evidenceAt: new Date(at * 1000), apiVersion, source };
  return db.$transaction((tx) => saveAccounts(tx, [toAccount(account)], evidence));
}

const saveRead = async (account: WireAccount, at: number) => save(account, at, await nextReadNo(db));
const stored = () => db.account.findUniqueOrThrow({ where: { id: 'fca_1' } });

beforeEach(async () => {
  await db.$executeRaw`truncate accounts, stale_answers, holders cascade`;
});

describe('reads', () => {
  test('a read that was sent earlier is dropped, however late it answers', async () => {
    const slow = await nextReadNo(db);
    await saveRead(wire({ display_name: 'new' }), start + 10);
    const result = await save(wire({ display_name: 'old' }), start + 20, slow);
    expect(result.olderIds).toEqual(['fca_1']);
    expect((await stored()).displayName).toBe('new');
  });

  test('an answer with a lower stamp is kept as seen, counted, and not shown', async () => {
    await saveRead(wire(balanceAt(start + 100, 200)), start + 100);
    const result = await saveRead(wire(balanceAt(start + 50, 100)), start + 110);
    expect(result.stale).toEqual([{ id: 'fca_1', attempts: 1 }]);
    expect((await stored()).balanceAmounts).toMatchObject([{ currency: 'usd', currentMinor: 200 }]);
    expect(await db.staleAnswer.findUnique({ where: { accountId: 'fca_1' } })).toMatchObject({
      reason: 'lower_stamp',
      agreed: 1,
    });
  });

  test('a stamp that is gone counts as lower', async () => {
    await saveRead(wire(balanceAt(start + 100)), start + 100);
    expect((await saveRead(wire(), start + 110)).stale).toHaveLength(1);
  });

  test('three answers that agree, a minute apart, are believed', async () => {
    await saveRead(wire(balanceAt(start + 100, 200)), start + 100);
    const older = wire(balanceAt(start + 50, 100));
    const minuteAgo = () =>
      db.$executeRaw`update stale_answers set counted_at = counted_at - interval '61 seconds'`;
    expect((await saveRead(older, start + 200)).stale).toHaveLength(1);
    expect((await saveRead(older, start + 205)).stale, 'too soon to count').toHaveLength(1);
    await minuteAgo();
    expect((await saveRead(older, start + 270)).stale).toHaveLength(1);
    await minuteAgo();
    expect((await saveRead(older, start + 340)).saved).toHaveLength(1);
    expect((await stored()).balanceAmounts).toMatchObject([{ currentMinor: 100 }]);
    expect(await db.staleAnswer.count()).toBe(0);
  });

  test('answers that differ do not add up', async () => {
    await saveRead(wire(balanceAt(start + 100)), start + 100);
    for (const current of [1, 2, 3, 4]) {
      await db.$executeRaw`update stale_answers set counted_at = counted_at - interval '61 seconds'`;
      expect((await saveRead(wire(balanceAt(start + 50, current)), start + 200)).stale).toHaveLength(1);
    }
  });

  test('a disconnected account does not come back, and keeps its last balance with its time', async () => {
    await saveRead(wire(balanceAt(start + 100, 200)), start + 100);
    await saveRead(wire({ status: 'disconnected' }), start + 110);
    const gone = await stored();
    expect(gone).toMatchObject({ status: 'disconnected', balanceAmounts: [{ currentMinor: 200 }] });
    expect(gone.balanceAsOf?.getTime()).toBe((start + 100) * 1000);
    const result = await saveRead(wire(balanceAt(start + 120)), start + 120);
    expect(result.stale).toHaveLength(1);
    expect((await stored()).status).toBe('disconnected');
  });

  test('fields that a version does not know never erase what is stored', async () => {
    const inactive = {
      status: 'inactive',
      status_details: { inactive: { action: 'relink_required', cause: 'access_expired' } },
    };
    await saveRead(wire({ ...inactive, ...balanceAt(start + 5) }), start + 10);
    await saveRead(
      wire({
        status: 'inactive',
        authorization: undefined,
        status_details: {},
        balance: undefined,
        balance_refresh: undefined,
      }),
      start + 20,
    );
    expect(await stored()).toMatchObject({
      authorizationId: 'fcauth_1',
      cause: 'access_expired',
      action: 'relink_required',
      balanceRefreshStatus: 'succeeded',
    });
  });

  test('details of the old status do not stay when a version without details brings another status', async () => {
    const inactive = {
      status: 'inactive',
      status_details: { inactive: { action: 'relink_required', cause: 'access_expired' } },
    };
    await saveRead(wire(inactive), start + 10);
    await saveRead(wire({ status: 'active', status_details: undefined }), start + 20);
    expect(await stored()).toMatchObject({ status: 'active', cause: null, action: null });
  });
});

describe('snapshots of events', () => {
  test('are applied when their second is later than all evidence', async () => {
    await saveRead(wire(), start + 10);
    const result = await save(wire({ display_name: 'from event' }), start + 11, null, 'snapshot');
    expect(result.saved).toHaveLength(1);
    expect((await stored()).displayName).toBe('from event');
  });

  test.each([10, 9])('of the same second or an older one are a doubt (%d)', async (at) => {
    await saveRead(wire(), start + 10);
    const result = await save(wire({ display_name: 'from event' }), start + at, null, 'snapshot');
    expect(result.doubtIds).toEqual(['fca_1']);
    expect((await stored()).displayName).toBe('Checking');
  });

  test('a doubled one changes nothing', async () => {
    await save(wire(), start + 10, null, 'snapshot');
    const { version } = await stored();
    expect((await save(wire(), start + 10, null, 'snapshot')).doubtIds).toHaveLength(1);
    expect((await stored()).version).toBe(version);
  });
});

test('history: one line per accepted write that changed something, with its source', async () => {
  await saveRead(wire(), start);
  await saveRead(wire(), start + 1);
  await saveRead(
    wire({ status: 'inactive', status_details: { inactive: { action: 'none', cause: 'account_closed' } } }),
    start + 2,
  );
  const changes = await db.accountChange.findMany({ orderBy: { id: 'asc' } });
  expect(changes.map((change) => change.fields.sort())).toEqual([['firstSeen'], ['cause', 'status']]);
  expect(changes[1]).toMatchObject({
    source: 'read',
    changes: { status: { from: 'active', to: 'inactive' } },
  });
});

test('two pages that overlap, saved at the same time in opposite order, do not deadlock', async () => {
  const ids = Array.from({ length: 50 }, (_, i) => `fca_${String(i).padStart(3, '0')}`);
  const page = ids.map((id) => toAccount(wire({ id })));
  const write = async (accounts: typeof page) => {
    const evidence = {
      readNo: await nextReadNo(db),
      evidenceAt: new Date(),
      apiVersion,
      source: 'backfill' as const,
    };
    return db.$transaction((tx) => saveAccounts(tx, accounts, evidence));
  };
  const results = await Promise.all([page, [...page].reverse(), page, [...page].reverse()].map(write));
  expect(results.flatMap((result) => result.saved.filter((row) => row.isNew))).toHaveLength(50);
});

/** One life of an account at Stripe: what it looks like after each change, a change a second at most. */
interface Moment {
  at: number;
  state: WireAccount;
}

function lifeOf(
  steps: ('balance' | 'rename' | 'deactivate' | 'reactivate' | 'disconnect')[],
  gaps: number[],
): Moment[] {
  let at = start;
  let over: Record<string, unknown> = {};
  const life: Moment[] = [{ at, state: wire({ display_name: 'moment 0' }) }];
  for (const [index, step] of steps.entries()) {
    if (over.status === 'disconnected') break;
    at += gaps[index] ?? 0;
    if (step === 'balance') over = { ...over, ...balanceAt(at, index) };
    if (step === 'deactivate')
      over = {
        ...over,
        status: 'inactive',
        status_details: { inactive: { action: 'relink_required', cause: 'access_denied' } },
      };
    if (step === 'reactivate')
      over = { ...over, status: 'active', status_details: { active: { action: 'none', cause: null } } };
    if (step === 'disconnect')
      over = { ...over, status: 'disconnected', balance: null, balance_refresh: null };
    // The nickname numbers the moments, so that going back shows whatever the change was.
    life.push({ at, state: wire({ ...over, display_name: `moment ${life.length}` }) });
  }
  return life;
}

const steps = fc.array(fc.constantFrom('balance', 'rename', 'deactivate', 'reactivate', 'disconnect'), {
  minLength: 1,
  maxLength: 8,
});

test('any order, loss and doubling of snapshots and reads ends in Stripe’s state, and nothing shown ever goes back', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      // Changes of one second included: their snapshots cannot be told apart by time.
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }),
      fc.array(
        fc.record({
          moment: fc.nat(8),
          kind: fc.constantFrom('snapshot', 'read', 'late read'),
          twice: fc.boolean(),
        }),
        { maxLength: 14 },
      ),
      async (kinds, gaps, arrivals) => {
        await db.$executeRaw`truncate accounts, stale_answers cascade`;
        const life = lifeOf(kinds, gaps);
        const last = life.at(-1) as Moment;
        let shown = { version: 0n, moment: 0, asOf: 0, attempted: 0, isGone: false };
        const look = async () => {
          const row = await db.account.findUnique({ where: { id: 'fca_1' } });
          if (!row) return;
          const next = {
            version: row.version,
            asOf: row.balanceAsOf?.getTime() ?? 0,
            attempted: row.balanceRefreshAttemptedAt?.getTime() ?? 0,
            isGone: row.status === 'disconnected',
            moment: Number(row.displayName?.split(' ')[1]),
          };
          expect(next.version).toBeGreaterThanOrEqual(shown.version);
          expect(next.asOf).toBeGreaterThanOrEqual(shown.asOf);
          expect(next.attempted).toBeGreaterThanOrEqual(shown.attempted);
          expect(next.moment).toBeGreaterThanOrEqual(shown.moment);
          if (shown.isGone) expect(next.isGone).toBe(true);
          shown = next;
        };
        let reached = 0;
        const late: { state: WireAccount; at: number; readNo: bigint }[] = [];
        for (const { moment, kind, twice } of arrivals) {
          const index = Math.min(moment, life.length - 1);
          const then = life[index] as Moment;
          // Whatever arrives, its moment has happened: later reads see that moment or a later one.
          reached = Math.max(reached, index);
          if (kind === 'snapshot') {
            for (let i = 0; i < (twice ? 2 : 1); i += 1) {
              const result = await save(then.state, then.at, null, 'snapshot');
              // A doubt is a hint: it is settled by a read, which sees Stripe's present.
              const present = life[reached] as Moment;
              if (result.doubtIds.length > 0) await saveRead(present.state, present.at);
            }
          } else {
            const present = life[reached] as Moment;
            const readNo = await nextReadNo(db);
            if (kind === 'late read') late.push({ state: present.state, at: present.at, readNo });
            else await save(present.state, present.at, readNo);
          }
          await look();
        }
        for (const { state, at, readNo } of late.reverse()) {
          await save(state, at, readNo);
          await look();
        }
        // The read that every hint and every sweep ends with.
        await saveRead(last.state, last.at + 10);
        await look();
        expect(toComparable(await stored())).toEqual(toComparable(await fresh(last.state)));
      },
    ),
    { numRuns: 120 },
  );
}, 120_000);

/** What the row would be if it had only ever seen the last state (a disconnected one keeps older data, so not compared). */
async function fresh(state: WireAccount) {
  await db.$executeRaw`truncate accounts cascade`;
  await saveRead(state, start + 1000);
  return stored();
}

function toComparable(row: Awaited<ReturnType<typeof stored>>) {
  const isGone = row.status === 'disconnected';
  return {
    status: row.status,
    displayName: row.displayName,
    cause: row.cause,
    action: row.action,
    balance: isGone ? null : { asOf: row.balanceAsOf, amounts: row.balanceAmounts },
    refresh: isGone ? null : { status: row.balanceRefreshStatus, attemptedAt: row.balanceRefreshAttemptedAt },
  };
}
