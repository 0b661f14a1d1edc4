// However writers race, what a stream shows of an account never goes back, and its last word is the stored state.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { newerOf } from '@/domain/version';
import { saveAccounts } from '@/server/cache/save';
import { db, nextReadNo } from '@/server/db';
import { toAccount } from '@/server/stripe/map';
import { WireAccount } from '@/server/stripe/wire';
import { listen } from '@/server/testing/browser';
import { useDatabase as cloneDatabase } from '@/server/testing/database';
import { makeHub } from './hub';

cloneDatabase();

const hub = makeHub();
afterAll(() => hub.close());

const ids = ['fca_a', 'fca_b', 'fca_c', 'fca_d'];

/** A state of Stripe's; the turn stands in the name. */
function stateOf(id: string, turn: number) {
  return toAccount(
    WireAccount.parse({
      id,
      object: 'financial_connections.account',
      livemode: false,
      created: 1_760_000_000,
      category: 'cash',
      subcategory: 'checking',
      display_name: `turn ${turn}`,
      institution_name: 'Test Bank',
      last4: '6789',
      status: 'active',
      permissions: ['balances'],
      supported_payment_method_types: [],
    }),
  );
}

/** A read as a worker does it: its number first, the answer later, the save at last. */
async function readOnce(turn: number): Promise<void> {
  const readNo = await nextReadNo(db);
  await sleep(Math.random() * 20);
  const from = turn % ids.length;
  const pageIds = [...ids.slice(from), ...ids.slice(0, from)].slice(0, 1 + (turn % 3));
  await db.$transaction(async (tx) => {
    await saveAccounts(
      tx,
      pageIds.map((id) => stateOf(id, Number(readNo))),
      { readNo, evidenceAt: new Date(), apiVersion: '2026-08-26.preview', source: 'read' },
    );
    await sleep(Math.random() * 10);
  });
}

/** A browser that is cut off again and again and comes back with the last id that it saw (C07). */
function makeRestless() {
  const shown = new Map<string, { version: string; displayName: string | null }>();
  const show = ({ heard }: ReturnType<typeof listen>) => {
    for (const { change } of heard)
      if (change.kind === 'rows')
        for (const row of change.accounts) shown.set(row.id, newerOf(shown.get(row.id), row));
  };
  let isDone = false;
  let returns = 0;
  const running = (async () => {
    let lastId = '';
    while (!isDone) {
      const browser = listen(hub.subscribe(lastId === '' ? null : BigInt(lastId)));
      await sleep(Math.random() * 150);
      await browser.leave();
      lastId = browser.lastId() || lastId;
      returns += 1;
      show(browser);
    }
    const browser = listen(hub.subscribe(lastId === '' ? null : BigInt(lastId)));
    await browser.next('level');
    show(browser);
    await browser.leave();
  })();
  return {
    end: async () => {
      isDone = true;
      await running;
      return { shown, returns };
    },
  };
}

test('200 racing writes: versions grow with the order of commit, and no stream goes back', async () => {
  const before = listen(hub.subscribe(null));
  await before.next('level');
  const restless = makeRestless();
  const seen: { id: string; version: bigint; name: string | null }[] = [];
  let isDone = false;
  const polling = (async () => {
    while (!isDone) {
      const rows = await db.account.findMany({ select: { id: true, version: true, displayName: true } });
      seen.push(...rows.map(({ id, version, displayName }) => ({ id, version, name: displayName })));
      await sleep(2);
    }
  })();
  for (let turn = 0; turn < 200; turn += 8)
    await Promise.all(Array.from({ length: 8 }, (_, index) => readOnce(turn + index)));
  isDone = true;
  await polling;
  const { shown: shownRestlessly, returns } = await restless.end();

  // What is read one after the other never has a lower version, and one version is one state.
  const last = new Map<string, { version: bigint; name: string | null }>();
  for (const { id, version, name } of seen) {
    const was = last.get(id);
    if (was) expect(version).toBeGreaterThanOrEqual(was.version);
    if (was?.version === version) expect(name).toBe(was.name);
    last.set(id, { version, name });
  }

  const stored = await db.account.findMany({ select: { id: true, version: true, displayName: true } });
  const shownBy = () => {
    const shown = new Map<string, { version: string; displayName: string | null }>();
    for (const { change } of before.heard)
      if (change.kind === 'rows')
        for (const row of change.accounts) shown.set(row.id, newerOf(shown.get(row.id), row));
    return shown;
  };
  const end = stored.map(({ id, version, displayName }) => [id, String(version), displayName]).toSorted();
  const shownEnd = () =>
    [...shownBy()].map(([id, { version, displayName }]) => [id, version, displayName]).toSorted();
  await expect.poll(shownEnd, { timeout: 10_000 }).toEqual(end);
  expect(returns).toBeGreaterThan(5);
  expect(
    [...shownRestlessly].map(([id, { version, displayName }]) => [id, version, displayName]).toSorted(),
  ).toEqual(end);
  const told = before.heard.flatMap(({ change }) => (change.kind === 'rows' ? change.accounts : []));
  for (const id of ids) {
    const versions = told.filter((row) => row.id === id).map(({ version }) => BigInt(version));
    expect(versions).toEqual(versions.toSorted((a, b) => (a < b ? -1 : 1)));
  }
  await before.leave();
}, 120_000);
