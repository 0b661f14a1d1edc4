// What the account page reads: the account itself, its owners, transactions and line of time.
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/api';
import { heardAccounts } from '@/components/live/heard-rows';
import { isLive } from '@/components/live/live-state';
import type { AccountDetail, OwnerPage } from '@/domain/account';
import type { Page } from '@/domain/page';
import { refreshKind } from '@/domain/refresh';
import type { TimelineEntry, TimelineKind } from '@/domain/timeline';
import type { TransactionRow } from '@/domain/transaction';
import { isBehind, newerOf } from '@/domain/version';

/** Rows a page of transactions and of the timeline. */
export const historyPageSize = 25;

const pendingPollMs = 1_500;
// Owners and transactions are fetched by a job that follows a refresh: look a few times until they are here.
const followUpPollMs = 3_000;
const followUpWindowMs = 30_000;

export const accountKey = (id: string) => ['account', id] as const;
export const ownersKey = (id: string) => ['account', id, 'owners'] as const;
export const transactionsKey = (id: string) => ['account', id, 'transactions'] as const;
export const timelineKey = (id: string, kinds: readonly TimelineKind[]) =>
  ['account', id, 'timeline', [...kinds].sort().join(',')] as const;

/** The account's path in our API. */
export const accountPath = (id: string) => `/api/accounts/${encodeURIComponent(id)}`;

/** Whether Stripe is working on the account right now, by Stripe's clock in ms. */
export function isRefreshing(account: Pick<AccountDetail, 'refreshes'>, now: number): boolean {
  return account.refreshes.some((refresh) => refreshKind(refresh, now) === 'pending');
}

/** The account with everything known of it; asked for again while a refresh is pending, where changes do not arrive by themselves. */
export function accountQuery(id: string, stripeNow: () => number) {
  return queryOptions({
    queryKey: accountKey(id),
    queryFn: async ({ client, signal }) => {
      const read = () => getJson<AccountDetail>(accountPath(id), undefined, signal);
      const first = await read();
      // It was on its way when a newer state was told.
      const arrived = isBehind(first, heardAccounts) ? await read() : first;
      return newestAccount(client, arrived);
    },
    refetchInterval: ({ state }) =>
      !isLive() && state.data && isRefreshing(state.data, stripeNow()) ? pendingPollMs : false,
  });
}

/** Puts an account that a command answered with on the screen. */
export function showAccount(client: QueryClient, arrived: AccountDetail): void {
  client.setQueryData(accountKey(arrived.id), newestAccount(client, arrived));
}

/** Of the shown and the arrived state the newer; a new one makes the lists below the account look again. */
function newestAccount(client: QueryClient, arrived: AccountDetail): AccountDetail {
  const shown = client.getQueryData<AccountDetail>(accountKey(arrived.id));
  const newest = newerOf(shown, arrived);
  if (shown && newest.version !== shown.version) {
    void client.invalidateQueries({
      queryKey: accountKey(arrived.id),
      predicate: ({ queryKey }) => queryKey.length > accountKey(arrived.id).length,
    });
    void client.invalidateQueries({ queryKey: ['accounts'], refetchType: 'none' });
  }
  return newest;
}

/** Owners with e-mail, phone and address masked by the server; asked for again while a new snapshot is being read. */
export function ownersQuery(account: Pick<AccountDetail, 'id' | 'ownershipId'>) {
  return queryOptions({
    queryKey: ownersKey(account.id),
    queryFn: ({ signal }) => getJson<OwnerPage>(`${accountPath(account.id)}/owners`, undefined, signal),
    refetchInterval: ({ state }) =>
      !isLive() && account.ownershipId && state.data && !state.data.readAt && state.dataUpdateCount < 10
        ? followUpPollMs
        : false,
  });
}

/** Transactions, newest first, page by page; asks again for a while after a refresh brought new ones. */
export function transactionsQuery(account: Pick<AccountDetail, 'id' | 'refreshes'>, stripeNow: () => number) {
  const refresh = account.refreshes.find(({ feature }) => feature === 'transactions');
  return infiniteQueryOptions({
    queryKey: transactionsKey(account.id),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<TransactionRow>>(
        `${accountPath(account.id)}/transactions`,
        { limit: historyPageSize, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: () => {
      const sinceMs = refresh?.attemptedAt ? stripeNow() - Date.parse(refresh.attemptedAt) : followUpWindowMs;
      return !isLive() && refresh?.status === 'succeeded' && sinceMs < followUpWindowMs
        ? followUpPollMs
        : false;
    },
  });
}

/** Changes, actions and sessions in one line of time, newest first; no kind means every kind. */
export function timelineQuery(id: string, kinds: readonly TimelineKind[]) {
  return infiniteQueryOptions({
    queryKey: timelineKey(id, kinds),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<TimelineEntry>>(
        `${accountPath(id)}/timeline`,
        { kind: kinds, limit: historyPageSize, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
