// Puts what the stream tells on the screen: rows in place, and what is only named is read anew where it is shown.
import type { Query, QueryClient, QueryFilters, QueryKey } from '@tanstack/react-query';
import type { AccountRow } from '@/domain/account';
import type { ChangedRows, Touched } from '@/domain/change';
import { isBehind } from '@/domain/version';
import { heardAccounts, heardSessions, rememberRows } from './heard-rows';
import { newestData } from './newest-data';
import type { Pacer } from './pacer';

const countsGapMs = 1_000;
const listsGapMs = 3_000;
/** While masses change, as in a backfill. */
const massGapMs = 5_000;
const detailGapMs = 400;
/** What a moment brings together is asked for together. */
const gatherMs = 200;
/** Asking again reads every page that is shown: beyond this many it would cost more than it tells. */
const mostPagesRead = 4;

/** Shows newer rows wherever they stand; returns the ids of those that look different. */
export function applyRows(client: QueryClient, pacer: Pacer, told: ChangedRows): string[] {
  const before = shownAccounts(client, new Set(told.accounts.map(({ id }) => id)));
  rememberRows(told);
  for (const query of client.getQueryCache().getAll()) settle(client, pacer, query);
  if (told.accounts.length > 0) readLists(client, pacer, 'accounts', listsGapMs);
  if (told.sessions.length > 0) readLists(client, pacer, 'sessions', listsGapMs);
  // Sessions count as well: an open relink session stands in the list of relinks.
  if (told.accounts.length + told.sessions.length > 0) readCounts(client, pacer);
  return told.accounts.filter((row) => looksDifferent(before.get(row.id), row)).map(({ id }) => id);
}

/** Holds a query to what was heard: its rows in place, the thing that it is about by reading it anew. */
export function settle(client: QueryClient, pacer: Pacer, query: Query): void {
  const { queryKey: key, state } = query;
  const newest = newestData(key, state.data);
  if (newest !== state.data) show(client, query, newest);
  const heard = key[0] === 'account' ? heardAccounts : key[0] === 'session' ? heardSessions : null;
  const thing = query.state.data;
  if (heard && key.length === 2 && isThing(thing) && isBehind(thing, heard)) {
    pacer.soon(`detail ${key.join(' ')}`, detailGapMs, () => {
      const now = query.state.data;
      if (isThing(now) && isBehind(now, heard)) readAnew(client, { queryKey: key, exact: true });
    });
  }
}

/** What is known to have changed by name only. */
export function applyTouched(client: QueryClient, pacer: Pacer, { table, ids }: Touched): void {
  if (table === 'accounts' || table === 'sessions') {
    readLists(client, pacer, table, massGapMs);
    const noun = table === 'accounts' ? 'account' : 'session';
    pacer.soon(`mass ${noun}`, massGapMs, () => readAnew(client, { queryKey: [noun] }), gatherMs);
    readCounts(client, pacer);
    return;
  }
  for (const key of touchedKeys(table, ids)) {
    pacer.soon(
      `touched ${key.join(' ')}`,
      countsGapMs,
      () => readAnew(client, { predicate: ({ queryKey }) => startsWith(queryKey, key) }),
      gatherMs,
    );
  }
  if (table === 'backfills') readCounts(client, pacer);
}

/** Reads everything that is shown. */
export function readAllShown(client: QueryClient): void {
  readAnew(client, {});
}

/** The parts of an account's page that a table holds. A table of another name is the first word of its queries' keys. */
const accountParts: Record<string, string[]> = {
  ownership_reads: ['owners', 'timeline'],
  transaction_reads: ['transactions', 'timeline'],
  audit_entries: ['timeline'],
};

function touchedKeys(table: string, ids: string[] | null): (string | null)[][] {
  if (table === 'events') return [['events'], ...(ids ?? [null]).map((id) => ['event', id])];
  const parts = accountParts[table];
  if (!parts) return [[table]];
  const keys = parts.flatMap((part) => (ids ?? [null]).map((id) => ['account', id, part]));
  return table === 'audit_entries' ? [['audit'], ...keys] : keys;
}

/** Null stands for anything. */
const startsWith = (key: QueryKey, start: readonly (string | null)[]): boolean =>
  start.every((word, index) => word === null || key[index] === word);

function readLists(client: QueryClient, pacer: Pacer, noun: string, gapMs: number): void {
  const isShort = ({ queryKey, state }: Query) =>
    queryKey[0] === noun && pageCount(state.data) > 0 && pageCount(state.data) <= mostPagesRead;
  pacer.soon(`lists ${noun} ${gapMs}`, gapMs, () => readAnew(client, { predicate: isShort }), gatherMs);
}

function readCounts(client: QueryClient, pacer: Pacer): void {
  const isCount = ({ queryKey: [noun, what] }: Query) =>
    noun === 'overview' ||
    noun === 'relinks' ||
    ((noun === 'accounts' || noun === 'sessions') && (what === 'facets' || what === 'count'));
  pacer.soon('counts', countsGapMs, () => readAnew(client, { predicate: isCount }), gatherMs);
}

/** Those whose reading under way began before the last change of theirs. */
const askedAgain = new WeakSet<Query>();

/**
 * What is shown is read now, the rest when it is next shown. A reading under way goes on and another follows it: ended
 * for the new one, a next page would be lost, and on a slow network changes that keep coming would let none arrive.
 */
function readAnew(client: QueryClient, filter: QueryFilters): void {
  for (const query of client.getQueryCache().findAll(filter)) {
    const underWay = query.state.fetchStatus === 'idle' ? undefined : query.promise;
    if (!underWay) {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true, refetchType: 'active' });
    } else if (!askedAgain.has(query)) {
      askedAgain.add(query);
      const again = () => {
        askedAgain.delete(query);
        readAnew(client, { queryKey: query.queryKey, exact: true });
      };
      void underWay.then(again, again);
    }
  }
}

function show(client: QueryClient, query: Query, data: unknown): void {
  const { dataUpdatedAt, isInvalidated } = query.state;
  // A row in its new state does not make the rest of the list any younger.
  client.setQueryData(query.queryKey, data, { updatedAt: dataUpdatedAt });
  if (isInvalidated) query.invalidate();
}

/** Those of these accounts that stand in a list on the screen, by id: one walk over the lists, which may be long. */
function shownAccounts(client: QueryClient, ids: ReadonlySet<string>): Map<string, AccountRow> {
  const shown = new Map<string, AccountRow>();
  if (ids.size === 0) return shown;
  for (const { state } of client.getQueryCache().findAll({ queryKey: ['accounts'], type: 'active' })) {
    for (const { data } of pagesOf(state.data)) {
      for (const row of data) if (ids.has(row.id) && !shown.has(row.id)) shown.set(row.id, row);
    }
  }
  return shown;
}

function looksDifferent(shown: AccountRow | undefined, told: AccountRow): boolean {
  if (!shown || BigInt(told.version) <= BigInt(shown.version)) return false;
  const look = (row: AccountRow) => JSON.stringify({ ...row, version: '', readAt: '' });
  return look(shown) !== look(told);
}

const pagesOf = (data: unknown): { data: AccountRow[] }[] =>
  typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages) ? data.pages : [];
const pageCount = (data: unknown): number => pagesOf(data).length;

const isThing = (data: unknown): data is { id: string; version: string } =>
  typeof data === 'object' && data !== null && 'id' in data && 'version' in data;
