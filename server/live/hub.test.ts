// What is committed reaches every stream: once, in order, over breaks of the connection, however many listen.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ChangedRows } from '@/domain/change';
import { db } from '@/server/db';
import { storeAccount, storeSession } from '@/server/testing/accounts';
import { listen } from '@/server/testing/browser';
import { useDatabase as cloneDatabase } from '@/server/testing/database';
import { type Hub, makeHub } from './hub';
import { listenerName } from './listener';

cloneDatabase();

let hub: Hub;
const open = (since: bigint | null = null) => listen(hub.subscribe(since));

/** As an accepted write: a new version, read now. */
const change = (id: string, status: string) => db.$executeRaw`
  update accounts set status = ${status}, version = nextval('change_version'), read_at = now() where id = ${id}`;

const statusOf = (rows: ChangedRows, id: string) => rows.accounts.find((row) => row.id === id)?.status;
const rowsOf = async (browser: ReturnType<typeof open>) => {
  const rows = await browser.next('rows');
  if (rows.kind !== 'rows') throw new Error('not rows');
  return rows;
};
const listeners = () => db.$queryRaw<{ pid: number }[]>`
  select pid from pg_stat_activity where application_name = ${listenerName} and datname = current_database()`;

beforeAll(async () => {
  await db.$executeRaw`select setval('change_version', 1000)`;
  const old = new Date(Date.now() - 3_600_000);
  for (const id of ['fca_a', 'fca_b', 'fca_c']) await storeAccount(db, { id, readAt: old });
  hub = makeHub();
});
/** So that a later stream does not hear of it again; without a word to those that listen. */
const makeOld = () =>
  db.$transaction([
    db.$executeRaw`set local session_replication_role = replica`,
    db.$executeRaw`update accounts set read_at = now() - interval '1 hour' where read_at > now() - interval '1 hour'`,
  ]);
afterEach(makeOld);
afterAll(() => hub.close());

test('a stream begins with hello, then says that it is level; a commit arrives as the row of the list', async () => {
  const browser = open();
  expect(await browser.next('hello')).toMatchObject({
    beatMs: 15_000,
    version: expect.stringMatching(/^\d+$/),
  });
  await browser.next('level');
  const begun = performance.now();
  await change('fca_a', 'inactive');
  const rows = await rowsOf(browser);
  expect(statusOf(rows, 'fca_a')).toBe('inactive');
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(rows.accounts).toHaveLength(1);
  expect(Object.keys(rows.accounts[0] ?? {})).not.toContain('raw');
  await storeSession(db, 'fcsess_1', { version: 1_500n });
  expect((await rowsOf(browser)).sessions.map(({ id }) => id)).toEqual(['fcsess_1']);
  await browser.leave();
  expect(hub.count()).toBe(0);
});

test('a change that is rolled back is never told', async () => {
  const browser = open();
  await browser.next('level');
  const undone = db.$transaction(async (tx) => {
    await tx.$executeRaw`update accounts set status = 'undone', version = nextval('change_version') where id = 'fca_a'`;
    throw new Error('rolled back');
  });
  await expect(undone).rejects.toThrow('rolled back');
  await change('fca_b', 'inactive');
  const rows = await rowsOf(browser);
  expect(rows.accounts.map(({ id }) => id)).toEqual(['fca_b']);
  await browser.leave();
});

test('a statement over many rows is one short note, and named as many', async () => {
  const browser = open();
  await browser.next('level');
  const ear = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await ear.connect();
  const payloads: string[] = [];
  ear.on('notification', ({ payload }) => payloads.push(payload ?? ''));
  await ear.query('listen relink_changes');
  await db.$executeRaw`
    insert into accounts (id, livemode, created_at, institution_name, category, subcategory, status, raw, api_version,
      source, read_no, evidence_at, version, read_at)
    select 'fca_many' || i, false, now(), 'Bank', 'cash', 'checking', 'active', '{}', 'v', 'backfill', i, now(),
      nextval('change_version'), now() - interval '1 hour' from generate_series(1, 300) as i`;
  expect(await browser.next('touched')).toEqual({ kind: 'touched', table: 'accounts', ids: null });
  await expect.poll(() => payloads.length).toBe(1);
  expect(JSON.parse(payloads[0] ?? '')).toEqual({
    t: 'accounts',
    v: expect.stringMatching(/^\d+$/),
    many: true,
  });
  await ear.end();
  await browser.leave();
});

test('ids too long for a notification are many, and the write goes through', async () => {
  const browser = open();
  await browser.next('level');
  await db.$executeRaw`
    insert into accounts (id, livemode, created_at, institution_name, category, subcategory, status, raw, api_version,
      source, read_no, evidence_at, version, read_at)
    select repeat('é', 230) || i, false, now(), 'Bank', 'cash', 'checking', 'active', '{}', 'v', 'read', i, now(),
      nextval('change_version'), now() - interval '1 hour' from generate_series(1, 39) as i`;
  expect(await browser.next('touched')).toEqual({ kind: 'touched', table: 'accounts', ids: null });
  await db.$executeRaw`delete from accounts where id like 'é%'`;
  await browser.leave();
});

test('what stands around an account is told by its name', async () => {
  const browser = open();
  await browser.next('level');
  await db.ownershipRead.create({ data: { accountId: 'fca_a', ownershipId: 'fcaowns_1' } });
  expect(await browser.next('touched')).toEqual({
    kind: 'touched',
    table: 'ownership_reads',
    ids: ['fca_a'],
  });
  await db.auditEntry.create({
    data: { actor: 'console', verb: 'refresh', targetType: 'account', targetId: 'fca_b', outcome: 'done' },
  });
  expect(await browser.next('touched')).toEqual({ kind: 'touched', table: 'audit_entries', ids: ['fca_b'] });
  await browser.leave();
});

describe('resuming', () => {
  test('brings what changed after the version, then says level', async () => {
    const [row] = await db.$queryRaw<{ version: bigint }[]>`select max(version) as version from accounts`;
    await change('fca_c', 'inactive');
    await makeOld();
    const browser = open(row?.version ?? 0n);
    const rows = await rowsOf(browser);
    expect(rows.accounts.map(({ id }) => id)).toEqual(['fca_c']);
    await browser.next('level');
    await browser.leave();
  });

  test('brings a write of the last half minute whose version is lower: it may have been committed later', async () => {
    await db.$executeRaw`update accounts set status = 'late', read_at = now() where id = 'fca_b'`;
    const browser = open(10n ** 15n);
    expect(statusOf(await rowsOf(browser), 'fca_b')).toBe('late');
    await browser.leave();
  });

  test('after too much it says reset', async () => {
    await db.$executeRaw`
      insert into accounts (id, livemode, created_at, institution_name, category, subcategory, status, raw, api_version,
        source, read_no, evidence_at, version, read_at)
      select 'fca_more' || i, false, now(), 'Bank', 'cash', 'checking', 'active', '{}', 'v', 'backfill', i, now(),
        nextval('change_version'), now() - interval '1 hour' from generate_series(1, 501) as i`;
    const browser = open(0n);
    await browser.next('reset');
    await browser.next('level');
    expect(browser.heard.some(({ change: { kind } }) => kind === 'rows')).toBe(false);
    await browser.leave();
  });
});

test('a killed connection is told as a gap, and what changed meanwhile comes after it', async () => {
  const browser = open();
  await browser.next('level');
  const [before] = await listeners();
  await db.$transaction([
    db.$executeRaw`select pg_terminate_backend(${before?.pid ?? 0}::int)`,
    db.$executeRaw`update accounts set status = 'meanwhile', version = nextval('change_version'), read_at = now()
      where id = 'fca_a'`,
  ]);
  await browser.next('gap');
  await browser.next('level');
  const told = browser.heard.findLast(({ change: { kind } }) => kind === 'rows' || kind === 'reset');
  expect(told?.change.kind === 'rows' ? statusOf(told.change, 'fca_a') : told?.change.kind).toMatch(
    /meanwhile|reset/,
  );
  const [after, ...others] = await listeners();
  expect(others).toEqual([]);
  expect(after?.pid).not.toBe(before?.pid);
  await change('fca_a', 'afterwards');
  expect(statusOf(await rowsOf(browser), 'fca_a')).toBe('afterwards');
  await browser.leave();
});

test('200 streams share one connection, and each hears of everything', async () => {
  const browsers = Array.from({ length: 200 }, () => open());
  await Promise.all(browsers.map((browser) => browser.next('level')));
  expect(await listeners()).toHaveLength(1);
  await change('fca_c', 'heard by all');
  const heard = await Promise.all(browsers.map(async (browser) => statusOf(await rowsOf(browser), 'fca_c')));
  expect(new Set(heard)).toEqual(new Set(['heard by all']));
  await Promise.all(browsers.map((browser) => browser.leave()));
  expect(hub.count()).toBe(0);
});

test('a browser that does not read is let go, and the others hear on', async () => {
  const stuck = hub.subscribe(null);
  const browser = open();
  await browser.next('level');
  const name = 'n'.repeat(60_000);
  for (let turn = 0; hub.count() > 1 && turn < 60; turn += 1) {
    await db.$executeRaw`
      update accounts set display_name = ${name + turn}, version = nextval('change_version') where id = 'fca_a'`;
    await rowsOf(browser);
  }
  expect(hub.count()).toBe(1);
  await expect(stuck.getReader().read()).rejects.toThrow('too slowly');
  await browser.leave();
});

test('closing ends every stream', async () => {
  const own = makeHub();
  const browser = listen(own.subscribe(null));
  await browser.next('level');
  await own.close();
  await browser.ended;
  expect(() => own.subscribe(null)).toThrow('going away');
});
