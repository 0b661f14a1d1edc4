// What the stream tells is shown where it stands, and nothing shown goes back, whatever arrives in which order.
import { type InfiniteData, InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AccountRow } from '@/domain/account';
import type { Page } from '@/domain/page';
import { applyRows, applyTouched, settle } from './apply-change';
import { keepNewestRows } from './newest-data';
import { makePacer } from './pacer';

// React's half of the library does not load where tests run; the cache itself is its core.
vi.mock('@tanstack/react-query', () => import('@tanstack/query-core'));

type Pages = InfiniteData<Page<AccountRow>, string | null>;

function row(id: string, version: number, status = 'active'): AccountRow {
  return {
    id,
    version: String(version),
    status,
    livemode: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    displayName: null,
    institutionName: 'Test Bank',
    last4: null,
    category: 'cash',
    subcategory: 'checking',
    cause: null,
    action: null,
    expectedDeactivationAt: null,
    holder: { type: null, id: null, name: null, email: null, isDeleted: false },
    authorizationId: null,
    balance: null,
    refreshes: [],
    subscriptions: [],
    readAt: '2026-01-01T00:00:00.000Z',
  };
}

const pagesOf = (rows: AccountRow[]): Pages => ({
  pages: [{ data: rows, nextCursor: null, total: { value: rows.length, exact: true } }],
  pageParams: [null],
});

let client: QueryClient;
let isHidden = false;
const pacer = makePacer(() => isHidden);
// Ids of a test's own: what was heard stays known, as in a tab.
let made = 0;
const freshId = () => `fca_${++made}`;

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  isHidden = false;
});
afterEach(() => {
  pacer.stop();
  client.clear();
  vi.useRealTimers();
});

const list = (name: string) => ['accounts', { name }] as const;
const shown = (name: string) => client.getQueryData<Pages>(list(name))?.pages.flatMap(({ data }) => data);

test('a newer row replaces an older one in every cached list; an older one replaces nothing', () => {
  const id = freshId();
  client.setQueryData(list('one'), pagesOf([row(id, 5), row(freshId(), 1)]));
  client.setQueryData(list('two'), pagesOf([row(id, 7, 'inactive')]));
  const changed = applyRows(client, pacer, { accounts: [row(id, 6, 'disconnected')], sessions: [] });
  expect(shown('one')?.[0]?.status).toBe('disconnected');
  expect(shown('two')?.[0]?.status).toBe('inactive');
  // Nobody looks at either list: nothing to light up.
  expect(changed).toEqual([]);
});

test('a list keeps its age and its staleness when a row of it changes', () => {
  const id = freshId();
  client.setQueryData(list('old'), pagesOf([row(id, 5)]), { updatedAt: 1_000 });
  void client.invalidateQueries({ queryKey: list('old'), refetchType: 'none' });
  applyRows(client, pacer, { accounts: [row(id, 6)], sessions: [] });
  expect(client.getQueryState(list('old'))).toMatchObject({ dataUpdatedAt: 1_000, isInvalidated: true });
});

test('a slow answer that is older than what was heard does not replace it, in a list first asked for later too', () => {
  const id = freshId();
  applyRows(client, pacer, { accounts: [row(id, 9, 'inactive')], sessions: [] });
  const merge = keepNewestRows(list('late'));
  const merged = merge(undefined, pagesOf([row(id, 8)])) as Pages;
  expect(merged.pages[0]?.data[0]?.status).toBe('inactive');
  // As a page made on the server brings it: past the merge.
  client.setQueryData(list('late'), pagesOf([row(id, 8)]));
  const query = client.getQueryCache().find({ queryKey: list('late') });
  if (query) settle(client, pacer, query);
  expect(shown('late')?.[0]?.version).toBe('9');
});

test('an account that is shown is read anew when its row is newer, once for many changes', async () => {
  const id = freshId();
  let stored = 1;
  const queryFn = vi.fn(async () => ({ ...row(id, stored), siblings: [], sessions: [] }));
  const observer = new QueryObserver(client, { queryKey: ['account', id], queryFn });
  const leave = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(10);
  expect(queryFn).toHaveBeenCalledTimes(1);
  for (stored = 2; stored < 6; stored += 1)
    applyRows(client, pacer, { accounts: [row(id, stored)], sessions: [] });
  stored = 5;
  await vi.advanceTimersByTimeAsync(50);
  expect(queryFn).toHaveBeenCalledTimes(2);
  expect(client.getQueryData<AccountRow>(['account', id])?.version).toBe('5');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queryFn).toHaveBeenCalledTimes(2);
  leave();
});

test('counts are asked for at most once a second, by a tab that is looked at only', async () => {
  const queryFn = vi.fn(async () => ({}));
  const leave = new QueryObserver(client, { queryKey: ['overview'], queryFn }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(10);
  queryFn.mockClear();
  for (let turn = 0; turn < 50; turn += 1) {
    applyRows(client, pacer, { accounts: [row(freshId(), 1)], sessions: [] });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(queryFn.mock.calls.length).toBeGreaterThanOrEqual(4);
  expect(queryFn.mock.calls.length).toBeLessThanOrEqual(6);
  isHidden = true;
  await vi.advanceTimersByTimeAsync(2_000);
  queryFn.mockClear();
  applyRows(client, pacer, { accounts: [row(freshId(), 1)], sessions: [] });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(queryFn).not.toHaveBeenCalled();
  isHidden = false;
  pacer.wake();
  expect(queryFn).toHaveBeenCalledTimes(1);
  leave();
});

test('a next page on its way arrives though rows keep changing, and the list is read anew after it', async () => {
  const reads: (string | null)[] = [];
  const slowMs = 4_000;
  const observer = new InfiniteQueryObserver(client, {
    queryKey: list('slow'),
    queryFn: async ({ pageParam }): Promise<Page<AccountRow>> => {
      reads.push(pageParam);
      await new Promise((resolve) => setTimeout(resolve, slowMs));
      return { data: [row(freshId(), 1)], nextCursor: 'second', total: { value: 2, exact: true } };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const leave = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(slowMs);
  void observer.fetchNextPage({ cancelRefetch: false });
  for (let elapsedMs = 0; elapsedMs < slowMs; elapsedMs += 500) {
    applyRows(client, pacer, { accounts: [row(freshId(), 1)], sessions: [] });
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(client.getQueryData<Pages>(list('slow'))?.pages).toHaveLength(2);
  // Once for what changed until then, once for what changed during that: both pages each time.
  await vi.advanceTimersByTimeAsync(5 * slowMs);
  expect([4, 6]).toContain(reads.length);
  expect(reads.slice(0, 4)).toEqual([null, 'second', null, 'second']);
  expect(client.getQueryState(list('slow'))).toMatchObject({ fetchStatus: 'idle', isInvalidated: false });
  leave();
});

test('what a table around an account holds is read anew for that account; unknown tables by their name', async () => {
  const reads: string[] = [];
  const watch = (queryKey: string[]) =>
    new QueryObserver(client, {
      queryKey,
      queryFn: () => {
        reads.push(queryKey.join(' '));
        return queryKey;
      },
      staleTime: Number.POSITIVE_INFINITY,
    }).subscribe(() => undefined);
  const keys = [
    ['account', 'a'],
    ['account', 'a', 'owners'],
    ['account', 'b', 'owners'],
    ['events', 'all'],
  ];
  const leaving = keys.map(watch);
  await vi.advanceTimersByTimeAsync(10);
  reads.length = 0;
  applyTouched(client, pacer, { table: 'ownership_reads', ids: ['a'] });
  applyTouched(client, pacer, { table: 'events', ids: null });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toEqual(['account a owners', 'events all']);
  for (const leave of leaving) leave();
});

test('whatever the order of answers and messages, no version on the screen goes down and the highest stays', () => {
  const step = fc.record({ version: fc.integer({ min: 1, max: 50 }), isAnswer: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const id = freshId();
      const name = `order ${id}`;
      const merge = keepNewestRows(list(name));
      let last = 0;
      for (const { version, isAnswer } of steps) {
        if (isAnswer) {
          const before = client.getQueryData<Pages>(list(name));
          client.setQueryData(list(name), merge(before, pagesOf([row(id, version)])) as Pages);
        } else applyRows(client, pacer, { accounts: [row(id, version)], sessions: [] });
        const now = Number(shown(name)?.[0]?.version ?? last);
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
      if (steps.some(({ isAnswer }) => isAnswer))
        expect(last).toBe(Math.max(...steps.map(({ version }) => version)));
    }),
  );
});
