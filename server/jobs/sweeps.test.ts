// What was missed is found: lost events, a month away, accounts that Stripe does not list, a run killed in the middle.
import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { listEventsPage } from '@/server/stripe/client';
import type { WireEvent } from '@/server/stripe/wire';
import { requestLaterRelist, requestRun } from '@/server/sync/sweeps/request';
import { doRun, type RunStep } from '@/server/sync/sweeps/run';
import { storeAccount } from '@/server/testing/accounts';
import { fillCopy } from '@/server/testing/deeds';
import { listedAccounts, untrue } from '@/server/testing/truth';
import { doNow, forgetJobs, isSettled, workUntil } from '@/server/testing/work';
import { useWorld } from '@/server/testing/world';
import { storeEvent } from '@/server/webhooks/receive';
import { sweepEvents } from '@/server/webhooks/sweep';

vi.hoisted(() => {
  process.env.RELINK_TIMINGS = JSON.stringify({ runWaitSeconds: 0.2, sweepOverlapSeconds: 5 });
});

const world = useWorld({ accounts: 150, switches: { afterLinkingMs: 10 } });

beforeAll(async () => {
  await fillCopy();
  await forgetJobs();
  await doNow('events');
}, 60_000);

/** Changes of many accounts, each with its event. */
async function banksAtWork(rounds: number): Promise<void> {
  const active = (await listedAccounts(world)).filter(({ status }) => status === 'active');
  for (let round = 0; round < rounds; round += 1) {
    const last = round % 15 === 14 ? active.pop() : undefined;
    if (last) await world.control('POST', `/accounts/${last.id}/deactivate`, { cause: 'access_denied' });
    const id = active[round % active.length]?.id ?? '';
    await world.control('POST', `/accounts/${id}/forecast`, {
      expectedDeactivationAt: 1_900_000_000 + round,
    });
  }
}

async function allEvents(): Promise<WireEvent[]> {
  const events: WireEvent[] = [];
  let startingAfter: string | null = null;
  do {
    const { data } = await listEventsPage('job', { startingAfter });
    events.push(...data.rows);
    startingAfter = data.hasMore ? data.lastId : null;
  } while (startingAfter);
  return events.reverse();
}

test('events that were never delivered are taken in by one sweep, oldest first, and the copy is true again', {
  timeout: 60_000,
}, async () => {
  const known = new Set((await allEvents()).map(({ id }) => id));
  await banksAtWork(100);
  const created = (await allEvents()).filter(({ id }) => !known.has(id));
  const lost = created.filter((_, index) => index % 20 === 7);
  await Promise.all(
    created.filter((event) => !lost.includes(event)).map((event) => storeEvent(event, 'webhook')),
  );

  const run = await doNow('events');
  await workUntil(isSettled);
  expect(run).toMatchObject({ state: 'done', found: lost.length, healed: lost.length, failed: 0 });
  const swept = await db.event.findMany({ where: { origin: 'sweep', id: { in: lost.map(({ id }) => id) } } });
  expect(swept).toHaveLength(lost.length);
  expect(await db.event.count({ where: { state: { in: ['due', 'hinted', 'dead'] } } })).toBe(0);
  expect(await untrue(world)).toEqual([]);
  const again = await doNow('events');
  expect(again).toMatchObject({ found: 0, failed: 0 });
});

test('a sweep that was killed after a page goes on from there and counts each event once', {
  timeout: 60_000,
}, async () => {
  await banksAtWork(110);
  const id = await db.$transaction((tx) => requestRun(tx, 'events', 'test'));
  let steps = 0;
  const dying: RunStep = async (run) => {
    steps += 1;
    if (run.checked > 0) throw new DOMException('killed', 'AbortError');
    return await sweepEvents(run);
  };
  const steps_ = { events: dying, refreshes: dying, reads: dying, relist: dying, audit: dying };
  await doRun(id ?? '', steps_, new AbortController().signal);
  const killed = await db.run.findUniqueOrThrow({ where: { id: id ?? '' } });
  expect(killed).toMatchObject({ state: 'running', leaseUntil: null, error: 'killed' });
  expect(killed.checked).toBeGreaterThan(0);
  const stepsBefore = steps;
  const held = await db.$executeRaw`
    update runs set lease_no = lease_no + 1, lease_until = now() + interval '1 minute' where id = ${id}::uuid`;
  expect(held).toBe(1);
  // Another worker seems to hold it: nobody else may go on.
  await doRun(id ?? '', steps_, new AbortController().signal);
  expect(steps).toBe(stepsBefore);
  await db.$executeRaw`update runs set lease_until = null where id = ${id}::uuid`;
  await db.$executeRaw`update graphile_worker._private_jobs set run_at = now() where key = ${`run:${id}`}`;
  await workUntil(isSettled);
  const done = await db.run.findUniqueOrThrow({ where: { id: id ?? '' } });
  const stored = await db.event.count({
    where: { origin: 'sweep', receivedAt: { gte: done.startedAt ?? new Date() } },
  });
  expect(done).toMatchObject({ state: 'done', found: stored });
  expect(stored).toBeGreaterThan(200);
  expect(await untrue(world)).toEqual([]);
});

test('an account that Stripe does not list and does not know is kept, marked and told', async () => {
  const id = await storeAccount(db, { id: 'fca_forgotten', readAt: new Date(Date.now() - 1000) });
  const run = await doNow('relist');
  expect(run).toMatchObject({ state: 'done', checked: 151, found: 1, healed: 0 });
  expect(run.detail).toMatchObject({ gone: 1 });
  expect(await db.account.count({ where: { id } })).toBe(1);
  expect(await db.accountAbsence.count({ where: { accountId: id } })).toBe(1);
  expect(
    await db.accountChange.findFirst({ where: { accountId: id }, orderBy: { id: 'desc' } }),
  ).toMatchObject({
    fields: ['knownToStripe'],
  });
  expect(await db.notice.findUnique({ where: { kind: 'accounts_gone' } })).not.toBeNull();
  await doNow('relist');
  expect(await db.accountChange.count({ where: { accountId: id, fields: { has: 'knownToStripe' } } })).toBe(
    1,
  );
  await db.account.delete({ where: { id } });
  await doNow('relist');
  expect(await db.notice.findUnique({ where: { kind: 'accounts_gone' } })).toBeNull();
});

test('a full list that is asked for while one runs, after a gap, follows at its end', async () => {
  await db.run.deleteMany({ where: { kind: 'relist' } });
  const relists = () => db.run.findMany({ where: { kind: 'relist' }, orderBy: { createdAt: 'asc' } });
  const ask = () => db.$transaction((tx) => requestLaterRelist(tx, 'events'));
  await ask();
  await ask();
  const [waiting, ...more] = await relists();
  expect(more).toEqual([]);
  const askedMidway: RunStep = async () => {
    await ask();
    await ask();
    return 'done';
  };
  const all = { events: askedMidway, refreshes: askedMidway, reads: askedMidway, relist: askedMidway };
  await doRun(waiting?.id ?? '', { ...all, audit: askedMidway }, new AbortController().signal);
  expect(await relists()).toMatchObject([
    { state: 'done', detail: { again: 'events' } },
    { state: 'due', requestedBy: 'events', startedAt: null, detail: {} },
  ]);
  await workUntil(isSettled);
  expect(await relists()).toMatchObject([{ state: 'done' }, { state: 'done', checked: 150 }]);
});

test('old proofs are renewed singly when they are few, and left to a full list when they are many', async () => {
  const some = await db.account.findMany({ where: { status: 'active' }, take: 3, select: { id: true } });
  const ids = some.map(({ id }) => id);
  await db.$executeRaw`update accounts set evidence_at = evidence_at - interval '3 days' where id = any(${ids})`;
  await db.$executeRaw`update runs set created_at = created_at - interval '1 day'`;
  expect(await doNow('reads')).toMatchObject({ state: 'done', checked: 3, found: 0, failed: 0 });
  await db.$executeRaw`update accounts set evidence_at = evidence_at - interval '3 days'`;
  const run = await doNow('reads');
  expect(run).toMatchObject({ state: 'done', checked: 0, detail: { isLeftToRelist: true } });
  await workUntil(isSettled);
  const old = await db.account.count({
    where: { evidenceAt: { lt: new Date(Date.now() - 86_400_000) }, status: { not: 'disconnected' } },
  });
  expect(old).toBe(0);
});

test('a refresh whose end nobody told is read', async () => {
  // Seeded refreshes that were pending at first are followed by jobs of their own.
  await forgetJobs();
  const row = await db.account.findFirstOrThrow({
    where: { status: 'active', balanceRefreshStatus: 'succeeded' },
  });
  await db.$executeRaw`
    update accounts set balance_refresh_status = 'pending', read_at = now() - interval '400 days',
      balance_refresh_attempted_at = balance_refresh_attempted_at - interval '1 hour' where id = ${row.id}`;
  const run = await doNow('refreshes');
  expect(run).toMatchObject({ state: 'done', found: 1, healed: 1 });
  expect(await db.account.findUnique({ where: { id: row.id } })).toMatchObject({
    balanceRefreshStatus: 'succeeded',
  });
});

test('after 31 days away the gap is told, every account is read again, and the copy is true', {
  timeout: 60_000,
}, async () => {
  await banksAtWork(30);
  await world.control('POST', '/clock', { advanceSeconds: 31 * 86_400 });
  await banksAtWork(10);
  const run = await doNow('events');
  expect(run.detail).toMatchObject({ gap: { from: expect.any(String), to: expect.any(String) } });
  expect(await db.notice.findUnique({ where: { kind: 'event_gap' } })).toMatchObject({ times: 1 });
  await workUntil(isSettled);
  expect(await db.run.findFirst({ where: { kind: 'relist' }, orderBy: { createdAt: 'desc' } })).toMatchObject(
    {
      requestedBy: 'events',
      state: 'done',
    },
  );
  expect(await untrue(world)).toEqual([]);
  const next = await doNow('events');
  expect(next.detail).not.toHaveProperty('gap');
});
