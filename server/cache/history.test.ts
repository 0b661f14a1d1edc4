// Around an account: owners without what must stay hidden, transactions, and the one line of time.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { TimelineQuery } from '@/domain/timeline';
import { db } from '@/server/db';
import { storeAccount, storeSession } from '@/server/testing/accounts';
import { useDatabase } from '@/server/testing/database';
import { listOwners } from './owners';
import { maskAddress, maskEmail, maskPhone } from './rows/masks';
import { listTimeline } from './timeline';
import { listTransactions } from './transactions';

useDatabase();

const minute = (n: number) => new Date(Date.UTC(2026, 9, 1, 0, n));

beforeAll(async () => {
  await storeAccount(db, { id: 'fca_1', authorizationId: 'fcauth_1' });
  await storeAccount(db, { id: 'fca_2' });
});

describe('owners', () => {
  const canaries = [
    'jane.canary@canary-mail.com',
    '+1 555 867 5309',
    '1 Canary Lane, Springfield, CA 90210, US',
  ];

  test('that were never read are told as such', async () => {
    expect(await listOwners(db, 'fca_1')).toEqual({
      data: [],
      nextCursor: null,
      total: { value: 0, exact: true },
      readAt: null,
    });
  });

  test('are those of the ownership read in full, masked on the server', async () => {
    const [email, phone, rawAddress] = canaries;
    const facts = { accountId: 'fca_1', name: 'Jane Diaz', email, phone, rawAddress };
    await db.owner.create({ data: { ...facts, id: 'fcaown_new', ownershipId: 'fcaowns_2' } });
    await db.owner.create({ data: { ...facts, id: 'fcaown_old', ownershipId: 'fcaowns_1' } });
    await db.ownershipRead.create({
      data: { accountId: 'fca_1', ownershipId: 'fcaowns_2', readAt: minute(0) },
    });
    const page = await listOwners(db, 'fca_1');
    expect(page.data).toEqual([
      {
        id: 'fcaown_new',
        name: 'Jane Diaz',
        email: 'j•••@c•••.com',
        phone: '••• 09',
        address: '•••, US',
        refreshedAt: null,
      },
    ]);
    expect(page.readAt).toBe(minute(0).toISOString());
    expect(JSON.stringify(page)).not.toMatch(/canary|867|Springfield|90210/i);
  });

  test.each([
    [maskEmail, 'a@b.co', 'a•••@b•••.co'],
    [maskEmail, 'no address', '•••'],
    [maskEmail, 'two@at@signs.com', '•••'],
    [maskEmail, '日本@例.jp', '日•••@例•••.jp'],
    [maskEmail, null, null],
    [maskPhone, '911', '•••'],
    [maskPhone, 'call me', '•••'],
    [maskPhone, '(0044) 20 7946 0958', '••• 58'],
    [maskPhone, null, null],
    [maskAddress, '12 Main Street', '•••'],
    [maskAddress, 'Rose Cottage, High Street', '•••'],
    [maskAddress, 'FLAT 9, LONDON', '•••'],
    [maskAddress, '1 A St, Springfield, USA', '•••, USA'],
    [maskAddress, '', '•••'],
    [maskAddress, null, null],
  ])('%o %j is %j', (mask, value, shown) => {
    expect(mask(value)).toBe(shown);
  });
});

describe('transactions', () => {
  beforeAll(async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({
      id: `fctxn_${String(i).padStart(2, '0')}`,
      accountId: 'fca_1',
      livemode: false,
      amountMinor: i === 0 ? -9007199254740991n : BigInt(i),
      currency: 'jpy',
      description: 'x'.repeat(5000),
      status: 'posted',
      transactedAt: minute(Math.floor(i / 4)),
      refreshId: 'fctxnref_1',
      updatedAt: minute(60),
    }));
    await db.transaction.createMany({ data: rows });
  });

  test('walk newest first, each once, and no digit is lost', async () => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTransactions(db, 'fca_1', { limit: 7, cursor });
      expect(page.total).toEqual({ value: 25, exact: true });
      ids.push(...page.data.map((row) => row.id));
      if (page.nextCursor === null)
        expect(page.data.at(-1)?.amount).toEqual({ amountMinor: -9007199254740991, currency: 'jpy' });
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const minutes = (id: string) => Math.floor(Number(id.slice(6)) / 4);
    const expected = ids.toSorted((a, b) => minutes(b) - minutes(a) || (a < b ? 1 : -1));
    expect(ids).toEqual(expected);
    expect(new Set(ids).size).toBe(25);
  });

  test('of an account that no one knows are not_found', async () => {
    for (const asked of [listTransactions(db, 'fca_none', { limit: 1 }), listOwners(db, 'fca_none')]) {
      await expect(asked).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('the line of time', () => {
  beforeAll(async () => {
    await db.$executeRaw`update account_changes set observed_at = ${minute(0)}`;
    await db.account.update({
      where: { id: 'fca_1' },
      data: { status: 'inactive', cause: 'access_denied', source: 'snapshot' },
    });
    await db.$executeRaw`update account_changes set observed_at = ${minute(5)} where 'status' = any(fields)`;
    const facts = { actor: 'console', params: {}, requestHash: 'h', accountId: 'fca_1' };
    const answer = { error: { code: 'stripe_failed', detail: 'Stripe refused: no', extra: {} } };
    const failed = { state: 'failed', errorCode: 'stripe_failed', stripeRequestId: 'req_1', answer };
    await db.action.create({
      data: {
        ...facts,
        ...failed,
        id: randomUUID(),
        kind: 'disconnect',
        reason: 'Asked by the customer',
        requestKey: 'k1',
        createdAt: minute(6),
      },
    });
    await db.action.create({
      data: {
        ...facts,
        id: randomUUID(),
        kind: 'refresh',
        state: 'due',
        requestKey: 'k2',
        createdAt: minute(6),
      },
    });
    const entry = { actor: 'jane', targetType: 'account', outcome: 'done', at: minute(7) };
    await db.auditEntry.create({ data: { ...entry, verb: 'account.export', targetId: 'fca_1' } });
    await db.auditEntry.create({
      data: { ...entry, verb: 'account.refresh', targetId: 'fca_1', actionId: randomUUID() },
    });
    await db.auditEntry.create({ data: { ...entry, verb: 'account.export', targetId: 'fca_2' } });
    const event = {
      payload: {},
      origin: 'webhook',
      state: 'applied',
      createdAt: minute(2),
      receivedAt: minute(3),
    };
    const type = 'financial_connections.account.deactivated';
    await db.event.create({
      data: { ...event, id: 'evt_account', type, objectId: 'fca_1', accountId: 'fca_1' },
    });
    const upcoming = 'financial_connections.authorization.upcoming_deactivation';
    await db.event.create({ data: { ...event, id: 'evt_login', type: upcoming, objectId: 'fcauth_1' } });
    await db.event.create({ data: { ...event, id: 'evt_other', type: upcoming, objectId: 'fcauth_2' } });
    await storeSession(db, 'fcsess_brought', {
      firstSeenAt: minute(1),
      accounts: { create: { accountId: 'fca_1' } },
    });
    await storeSession(db, 'fcsess_mends', {
      firstSeenAt: minute(8),
      origin: 'relink',
      relinkAuthorizationId: 'fcauth_1',
    });
    await storeSession(db, 'fcsess_other', { firstSeenAt: minute(8), relinkAuthorizationId: 'fcauth_2' });
  });

  const told = async (query: Record<string, unknown>) => {
    const page = await listTimeline(db, 'fca_1', TimelineQuery.parse(query));
    return page.data.map((entry) => [
      entry.kind,
      entry.verb ?? entry.sessionId ?? Object.keys(entry.changes ?? {}).join(),
    ]);
  };

  test('tells changes of the status, actions and sessions, newest first, each once', async () => {
    const told1 = await told({ kind: ['status', 'change', 'action', 'session'] });
    expect(told1.filter(([kind]) => kind !== 'action')).toEqual([
      ['session', 'fcsess_mends'],
      ['status', 'cause,status'],
      ['session', 'fcsess_brought'],
      ['status', 'firstSeen'],
    ]);
    expect(
      told1
        .slice(1, 4)
        .map(([, verb]) => verb)
        .sort(),
    ).toEqual(['account.export', 'disconnect', 'refresh']);
    expect(told1).toHaveLength(7);
  });

  test('an action tells who, why and how it ended, from its intent on', async () => {
    const page = await listTimeline(db, 'fca_1', TimelineQuery.parse({ kind: ['action'] }));
    expect(page.data.find((entry) => entry.verb === 'disconnect')).toMatchObject({
      source: 'console',
      reason: 'Asked by the customer',
      outcome: 'stripe_failed',
      detail: 'Stripe refused: no',
      stripeRequestId: 'req_1',
    });
    expect(page.data.find((entry) => entry.verb === 'refresh')).toMatchObject({
      outcome: 'due',
      detail: null,
    });
  });

  test('a relink that was asked for by another account of the login is told too, and nothing else of that account', async () => {
    await storeAccount(db, { id: 'fca_sibling', authorizationId: 'fcauth_1' });
    const facts = { actor: 'console', params: {}, requestHash: 'h', createdAt: minute(9) };
    const asked = { ...facts, state: 'done', accountId: 'fca_sibling' };
    await db.action.create({ data: { ...asked, id: randomUUID(), kind: 'relink', requestKey: 'k3' } });
    await db.action.create({ data: { ...asked, id: randomUUID(), kind: 'refresh', requestKey: 'k4' } });
    const verbs = async (id: string) => {
      const { data } = await listTimeline(db, id, TimelineQuery.parse({ kind: ['action'] }));
      return data.map(({ verb }) => verb).sort();
    };
    expect(await verbs('fca_1')).toEqual(['account.export', 'disconnect', 'refresh', 'relink']);
    expect(await verbs('fca_sibling')).toEqual(['refresh', 'relink']);
    await db.action.deleteMany({ where: { accountId: 'fca_sibling' } });
    await db.account.delete({ where: { id: 'fca_sibling' } });
  });

  test('events of the account and of its login are told, with both clocks', async () => {
    const { data } = await listTimeline(db, 'fca_1', TimelineQuery.parse({ kind: ['event'] }));
    expect(data.map(({ eventId }) => eventId)).toEqual(['evt_login', 'evt_account']);
    expect(data[1]).toMatchObject({
      at: minute(3).toISOString(),
      evidenceAt: minute(2).toISOString(),
      source: 'webhook',
      verb: 'financial_connections.account.deactivated',
      outcome: 'applied',
    });
  });

  test('tells the last read of each kind of data, unless it brought a change that is told already', async () => {
    const reads = async (id: string) => {
      const { data } = await listTimeline(db, id, TimelineQuery.parse({ kind: ['read'] }));
      return data.map(({ verb, source }) => [verb, source]);
    };
    // The last write of fca_1 was a snapshot; its owners were read once.
    expect(await reads('fca_1')).toEqual([['owners', 'read']]);
    expect(await reads('fca_2')).toEqual([]);
    const id = await storeAccount(db);
    await db.account.update({ where: { id }, data: { version: 900n, source: 'sweep' } });
    await db.transactionRead.create({ data: { accountId: id, doneRefreshId: 'fctxnref_1' } });
    expect((await reads(id)).toSorted()).toEqual([
      ['account', 'sweep'],
      ['transactions', 'read'],
    ]);
    await db.account.update({
      where: { id },
      data: { version: 901n, source: 'read', displayName: 'Renamed' },
    });
    expect(await reads(id)).toEqual([['transactions', 'read']]);
    const { data } = await listTimeline(db, id, TimelineQuery.parse({ kind: ['change'] }));
    expect(data.map(({ changes }) => Object.keys(changes ?? {}))).toEqual([['displayName']]);
  });

  test('chooses kinds, and pages of any size give the same line', async () => {
    expect((await told({ kind: ['session', 'session'] })).map(([kind]) => kind)).toEqual([
      'session',
      'session',
    ]);
    for (const limit of [1, 2, 3]) {
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTimeline(db, 'fca_1', TimelineQuery.parse({ limit, cursor }));
        expect(page.total.value).toBe(10);
        walked.push(...page.data.map((entry) => entry.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(walked).toHaveLength(10);
      expect(new Set(walked).size).toBe(10);
    }
  });
});
