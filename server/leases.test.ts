// Leases: renewed while their holder works, lost without a trace when another has claimed, and never given to two.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { disconnectAccount } from '@/server/commands/disconnect';
import { claimAction } from '@/server/commands/perform';
import { db } from '@/server/db';
import { hold, LeaseLost, requireLease } from '@/server/leases';
import { fillCopy, intent, postsTo, refusal, takeAccount } from '@/server/testing/deeds';
import { useWorld } from '@/server/testing/world';
import { timings } from '@/server/timings';

const world = useWorld({ accounts: 60 });
beforeAll(fillCopy, 60_000);
// Read at each renewal.
timings.leaseSeconds = 1.5;

async function dueAction(): Promise<string> {
  const id = randomUUID();
  const facts = { kind: 'disconnect', params: {}, actor: 'console', requestHash: 'x', state: 'due' };
  await db.action.create({ data: { id, ...facts, requestKey: id } });
  return id;
}

const claimByAnother = (id: string) =>
  db.$executeRaw`update actions set lease_no = lease_no + 1, lease_until = now() + interval '1 hour' where id = ${id}::uuid`;

const rowOf = (id: string) => db.action.findUniqueOrThrow({ where: { id } });

test('of many who claim at once, one gets it', async () => {
  const id = await dueAction();
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimAction(id)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await rowOf(id)).toMatchObject({ leaseNo: 1, attempts: 1 });
});

test('is renewed while work goes on, and a released row is not taken back', async () => {
  const id = await dueAction();
  await claimAction(id);
  const first = (await rowOf(id)).leaseUntil?.getTime() ?? 0;
  await hold({ table: 'actions', id, leaseNo: 1 }, async (lost) => {
    await vi.waitFor(async () => expect((await rowOf(id)).leaseUntil?.getTime()).toBeGreaterThan(first), {
      timeout: 10_000,
      interval: 100,
    });
    await db.action.update({ where: { id }, data: { leaseUntil: null } });
    await vi.waitFor(() => expect(lost.aborted).toBe(true), { timeout: 10_000, interval: 100 });
  });
  expect((await rowOf(id)).leaseUntil).toBeNull();
});

test('another holder’s claim aborts the work and refuses its results', async () => {
  const id = await dueAction();
  await claimAction(id);
  const lease = { table: 'actions' as const, id, leaseNo: 1 };
  await hold(lease, async (lost) => {
    await claimByAnother(id);
    const { leaseUntil } = await rowOf(id);
    await vi.waitFor(() => expect(lost.aborted).toBe(true), { timeout: 10_000, interval: 100 });
    await expect(db.$transaction((tx) => requireLease(tx, lease))).rejects.toThrow(LeaseLost);
    expect((await rowOf(id)).leaseUntil).toEqual(leaseUntil);
  });
});

test('a web process that was frozen over Stripe’s answer writes nothing and says that it goes on elsewhere', async () => {
  const id = await takeAccount();
  const before = await db.account.findUniqueOrThrow({ where: { id } });
  const held = world.hold(`${id}/disconnect`);
  const refused = refusal(disconnectAccount(id, 'Frozen meanwhile', intent()));
  await vi.waitFor(() => expect(held.count()).toBe(1), { timeout: 10_000, interval: 20 });
  const action = await db.action.findFirstOrThrow({ where: { accountId: id } });
  await claimByAnother(action.id);
  const jobs = () => db.$queryRaw`select key, run_at from graphile_worker.jobs order by id`;
  const waiting = await jobs();
  held.release();
  expect((await refused).code).toBe('request_in_progress');
  expect(await db.account.findUniqueOrThrow({ where: { id } })).toEqual(before);
  expect(await rowOf(action.id)).toMatchObject({ state: 'due', leaseNo: 2, answer: null, errorCode: null });
  expect(await db.auditEntry.count({ where: { targetId: id } })).toBe(0);
  expect(await jobs()).toEqual(waiting);
});

test('one that wakes before it asked Stripe does not ask any more', async () => {
  const id = await takeAccount();
  // Taken over in the moment of its insert: what a process finds that froze just then.
  await db.$executeRaw`create function taken_over() returns trigger language plpgsql as
    'begin new.lease_no := 9; return new; end'`;
  await db.$executeRaw`create trigger taken_over before insert on actions for each row execute function taken_over()`;
  try {
    const refused = await refusal(disconnectAccount(id, 'Woke too late', intent()));
    expect(refused.code).toBe('request_in_progress');
  } finally {
    await db.$executeRaw`drop trigger taken_over on actions`;
  }
  expect(await postsTo(world, `/v1/financial_connections/accounts/${id}/disconnect`)).toHaveLength(0);
});
