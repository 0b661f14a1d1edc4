// The drift audit: what was changed or deleted behind our back is all found and mended, and changes at banks alarm nobody.
import { beforeAll, expect, test, vi } from 'vitest';
import { requireRun } from '@/server/cache/runs';
import { db } from '@/server/db';
import { fillCopy } from '@/server/testing/deeds';
import { listedAccounts, untrue } from '@/server/testing/truth';
import { doNow, forgetJobs, isSettled, workUntil } from '@/server/testing/work';
import { useWorld } from '@/server/testing/world';

vi.hoisted(() => {
  process.env.RELINK_TIMINGS = JSON.stringify({
    auditSample: 1000,
    auditGraceSeconds: 1,
    auditPatienceSeconds: 45,
    runWaitSeconds: 0.2,
  });
});

const world = useWorld({ accounts: 220, switches: { balanceDelayMs: 300 } });

beforeAll(async () => {
  await fillCopy();
  await forgetJobs();
  await workUntil(isSettled);
}, 60_000);

/** Evidence is a second of Stripe's: what is to be newer must be of a later one. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_100));

async function banksAtWork(until: () => boolean): Promise<number> {
  const active = (await listedAccounts(world)).filter(({ status }) => status === 'active').slice(0, 60);
  let changes = 0;
  while (!until()) {
    const id = active[changes % active.length]?.id ?? '';
    await world.control('POST', `/accounts/${id}/forecast`, {
      expectedDeactivationAt: 1_900_000_000 + changes,
    });
    if (changes % 10 === 9) {
      const gone = active.pop();
      if (gone) await world.control('POST', `/accounts/${gone.id}/deactivate`, { cause: 'access_denied' });
    }
    changes += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return changes;
}

test('on clean data nothing is found while accounts go on changing and nobody delivers the events', {
  timeout: 90_000,
}, async () => {
  await nextSecond();
  let isOver = false;
  const [run, changes] = await Promise.all([
    doNow('audit').finally(() => {
      isOver = true;
    }),
    banksAtWork(() => isOver),
  ]);
  expect(changes).toBeGreaterThan(5);
  expect(run).toMatchObject({ state: 'done', found: 0, failed: 0 });
  expect(run.checked).toBeGreaterThan(200);
  expect(await db.driftFinding.count()).toBe(0);
  await doNow('events');
  await workUntil(isSettled);
});

/** Accounts that nothing mends by itself. */
async function quietAccounts(count: number) {
  // An event that was applied just now excuses a difference: these accounts have had none.
  const told = await db.event.findMany({ select: { accountId: true, objectId: true } });
  const toldIds = told.flatMap(({ accountId, objectId }) => [accountId ?? '', objectId ?? '']);
  const siblings = await db.account.findMany({
    where: { id: { in: toldIds } },
    select: { authorizationId: true },
  });
  const toldLogins = [...toldIds, ...siblings.map(({ authorizationId }) => authorizationId ?? '')];
  const quiet = await db.account.findMany({
    where: {
      status: 'active',
      balanceAsOf: { not: null },
      id: { notIn: toldIds },
      authorizationId: { notIn: toldLogins },
    },
  });
  // A refresh that is pending is followed by reads, which mend by themselves.
  const rows = quiet
    .filter(
      (row) =>
        ![row.balanceRefreshStatus, row.ownershipRefreshStatus, row.transactionRefreshStatus].includes(
          'pending',
        ),
    )
    .slice(0, count);
  expect(rows).toHaveLength(count);
  return rows;
}

test('rows that were corrupted or deleted by hand are all found, mended and proven', {
  timeout: 90_000,
}, async () => {
  await nextSecond();
  const rows = await quietAccounts(8);
  const ids = rows.map(({ id }) => id);
  const [last4 = '', name = '', balance = '', status = '', permissions = '', ...deleted] = ids;
  await db.$executeRaw`update accounts set last4 = '0000' where id = ${last4}`;
  await db.$executeRaw`update accounts set institution_name = 'Bank of Nowhere' where id = ${name}`;
  await db.$executeRaw`update accounts set balance_amounts = '[]' where id = ${balance}`;
  await db.$executeRaw`update accounts set status = 'inactive', cause = 'access_denied' where id = ${status}`;
  await db.$executeRaw`update accounts set permissions = '{}' where id = ${permissions}`;
  await db.account.deleteMany({ where: { id: { in: deleted } } });

  const run = await doNow('audit');
  const { findings, detail } = await requireRun(db, run.id);
  expect(run).toMatchObject({ state: 'done', found: 8, healed: 8, failed: 0 });
  expect(findings.map(({ accountId }) => accountId).sort()).toEqual(ids.sort());
  expect(detail.rate).toBeCloseTo(8 / run.checked);
  const proof = new Map(findings.map((finding) => [finding.accountId, finding]));
  expect(proof.get(last4)).toMatchObject({ kind: 'different', fields: ['last4'], ours: { last4: '0000' } });
  expect(proof.get(status)?.fields.sort()).toEqual(['cause', 'status']);
  expect(proof.get(deleted[0] ?? '')).toMatchObject({ kind: 'missing', isHealed: true });
  await workUntil(isSettled);
  expect(await untrue(world)).toEqual([]);
});

test('neither a lost event about another change nor one that was given up explains what an audit finds', {
  timeout: 90_000,
}, async () => {
  await nextSecond();
  const [missing = '', stale = ''] = (await quietAccounts(2)).map(({ id }) => id);
  // Nobody delivers it: the sweep of events finds it while the audit waits.
  await world.control('POST', `/accounts/${missing}/deactivate`, { cause: 'access_denied' });
  await db.account.delete({ where: { id: missing } });
  await db.$executeRaw`update accounts set permissions = '{}' where id = ${stale}`;
  await nextSecond();
  await db.$executeRaw`
    insert into events (id, type, livemode, created_at, object_id, account_id, payload, origin, state, reason)
    values ('evt_given_up', 'financial_connections.account.deactivated', false, now(), ${stale}, ${stale}, '{}', 'webhook',
      'dead', 'internal_error')`;
  const run = await doNow('audit');
  const { findings } = await requireRun(db, run.id);
  expect(findings.map(({ accountId, kind }) => [accountId, kind]).sort()).toEqual(
    [
      [missing, 'missing'],
      [stale, 'different'],
    ].sort(),
  );
  await workUntil(isSettled);
});

test('an account that Stripe does not have is found once, and kept', async () => {
  const row = await db.account.findFirstOrThrow({ orderBy: { createdAt: 'asc' }, skip: 20 });
  const ghost = { id: 'fca_ghost', createdAt: new Date(row.createdAt.getTime() + 500) };
  const { storeAccount } = await import('@/server/testing/accounts');
  await storeAccount(db, ghost);
  const run = await doNow('audit');
  const { findings } = await requireRun(db, run.id);
  expect(findings).toMatchObject([{ accountId: 'fca_ghost', kind: 'gone', isHealed: false }]);
  expect(await db.account.count({ where: { id: 'fca_ghost' } })).toBe(1);
  expect(await doNow('audit')).toMatchObject({ found: 0 });
});
