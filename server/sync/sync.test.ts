// The copy against the emulator: what Stripe lists is what we hold, with owners, transactions and holders.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { fillCopy, takeAccount } from '@/server/testing/deeds';
import { useWorld } from '@/server/testing/world';
import { readAccount } from './account';
import { requestBackfill, runBackfill } from './backfill';
import { readHolder } from './holder';
import { readOwners } from './owners';
import { readTransactions } from './transactions';

const world = useWorld({ accounts: 240 });
beforeAll(fillCopy, 60_000);

test('a backfill that was stopped after a page goes on from there', async () => {
  const id = await db.$transaction((tx) => requestBackfill(tx, 'test', null));
  const stop = new AbortController();
  const first = runBackfill(id, stop.signal);
  stop.abort();
  await first;
  const stopped = await db.backfill.findUniqueOrThrow({ where: { id } });
  expect(stopped).toMatchObject({ state: 'running', leaseUntil: null });
  await runBackfill(id, new AbortController().signal);
  expect(await db.backfill.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'done',
    accountsRead: 240,
    accountsNew: 0,
    pages: 3,
  });
});

test('the copy holds what Stripe lists, and raw keeps all but secrets', async () => {
  const { data } = await world.stripe<{ data: Record<string, unknown>[] }>(
    'GET',
    '/v1/financial_connections/accounts?limit=100',
  );
  for (const wire of data) {
    const stored = await db.account.findUniqueOrThrow({ where: { id: String(wire.id) } });
    expect(stored.raw).toEqual(wire);
    expect(stored).toMatchObject({
      status: wire.status,
      last4: wire.last4,
      institutionName: wire.institution_name,
    });
  }
});

describe('what comes with an account', () => {
  test('owners of the present ownership, once', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { ownershipId: { not: null }, status: 'active' },
    });
    await readOwners(row.id);
    const owners = await db.owner.findMany({ where: { accountId: row.id } });
    expect(owners.length).toBeGreaterThan(0);
    await readOwners(row.id);
    expect(await db.owner.count({ where: { accountId: row.id } })).toBe(owners.length);
  });

  test('transactions, all of them, and after the next refresh only what is new', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { transactionRefreshStatus: 'succeeded', status: 'active' },
    });
    await readTransactions(row.id);
    let after: string | null = null;
    const ids: string[] = [];
    do {
      const page: { data: { id: string }[]; has_more: boolean } = await world.stripe(
        'GET',
        `/v1/financial_connections/transactions?account=${row.id}&limit=100${after ? `&starting_after=${after}` : ''}`,
      );
      ids.push(...page.data.map((transaction) => transaction.id));
      after = page.has_more ? (ids.at(-1) ?? null) : null;
    } while (after);
    const stored = await db.transaction.findMany({ where: { accountId: row.id }, select: { id: true } });
    expect(stored.map(({ id }) => id).sort()).toEqual(ids.sort());
    const read = await db.transactionRead.findUniqueOrThrow({ where: { accountId: row.id } });
    expect(read).toMatchObject({ doneRefreshId: row.transactionRefreshId, targetRefreshId: null });
  });

  test('the holder’s name, copied to where lists search for it, and not called missing before it is read', async () => {
    const row = await db.account.findFirstOrThrow({
      where: { holderType: 'customer', holderId: { not: null }, holderName: null },
    });
    expect((await requireAccount(db, row.id)).holderRead).toEqual({ at: null, refusal: null });
    await readHolder(row.holderId ?? '', row.holderType);
    const holder = await db.holder.findUniqueOrThrow({ where: { id: row.holderId ?? '' } });
    expect((await db.account.findUniqueOrThrow({ where: { id: row.id } })).holderName).toBe(holder.name);
    const read = await requireAccount(db, row.id);
    expect(read.holderRead).toEqual({ at: holder.readAt?.toISOString(), refusal: null });
    expect(BigInt(read.version)).toBeGreaterThan(row.version);
  });
});

/** Text that Postgres cannot press into an index row. */
const incompressible = (length: number) => randomBytes(length).toString('base64').slice(0, length);

test('unknown words, nulls everywhere and extra fields go through; raw keeps them', async () => {
  const id = await takeAccount();
  const strange = {
    status: 'hibernating',
    subcategory: 'moon_base',
    display_name: null,
    last4: null,
    permissions: null,
    balance_refresh: {
      status: 'thinking',
      last_attempted_at: Math.floor(Date.now() / 1000),
      next_refresh_available_at: null,
    },
    institution_name: `\u202E=HYPERLINK("x")<script>${incompressible(5_000)}`,
    brand_new: { deeper: [1, null, { yes: true }] },
  };
  await world.control('POST', `/patch/accounts/${id}`, { set: strange });
  await readAccount(id, 'interactive');
  const account = await requireAccount(db, id);
  expect(account).toMatchObject({
    status: 'hibernating',
    subcategory: 'moon_base',
    displayName: null,
    permissions: null,
  });
  expect(account.raw).toMatchObject({ brand_new: { deeper: [1, null, { yes: true }] } });
});
