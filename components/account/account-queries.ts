// What the account page reads: the account itself, its owners, transactions and line of time.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/api';
import type { AccountDetail, OwnerPage } from '@/domain/account';
import type { Page } from '@/domain/page';
import { refreshKind } from '@/domain/refresh';
import type { TimelineEntry, TimelineKind } from '@/domain/timeline';
import type { TransactionRow } from '@/domain/transaction';

/** Rows a page of transactions and of the timeline. */
export const historyPageSize = 25;

const pendingPollMs = 1_500;

export const accountKey = (id: string) => ['account', id] as const;
export const ownersKey = (id: string) => ['account', id, 'owners'] as const;
export const transactionsKey = (id: string) => ['account', id, 'transactions'] as const;
export const timelineKey = (id: string, kinds: readonly TimelineKind[]) =>
  ['account', id, 'timeline', [...kinds].sort().join(',')] as const;

const path = (id: string) => `/api/accounts/${encodeURIComponent(id)}`;

/** Whether Stripe is working on the account right now, by Stripe's clock in ms. */
export function isRefreshing(account: Pick<AccountDetail, 'refreshes'>, now: number): boolean {
  return account.refreshes.some((refresh) => refreshKind(refresh, now) === 'pending');
}

/** The account with everything known of it; asks again by itself while a refresh is pending. */
export function accountQuery(id: string, stripeNow: () => number) {
  return queryOptions({
    queryKey: accountKey(id),
    queryFn: ({ signal }) => getJson<AccountDetail>(path(id), undefined, signal),
    refetchInterval: ({ state }) => (state.data && isRefreshing(state.data, stripeNow()) ? pendingPollMs : false),
    structuralSharing: (shown, arrived) => newerAccount(shown, arrived),
  });
}

/** Owners with e-mail, phone and address masked by the server. */
export function ownersQuery(id: string) {
  return queryOptions({
    queryKey: ownersKey(id),
    queryFn: ({ signal }) => getJson<OwnerPage>(`${path(id)}/owners`, undefined, signal),
  });
}

/** Transactions, newest first, page by page. */
export function transactionsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: transactionsKey(id),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<TransactionRow>>(
        `${path(id)}/transactions`,
        { limit: historyPageSize, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Changes, actions and sessions in one line of time, newest first; no kind means every kind. */
export function timelineQuery(id: string, kinds: readonly TimelineKind[]) {
  return infiniteQueryOptions({
    queryKey: timelineKey(id, kinds),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<TimelineEntry>>(
        `${path(id)}/timeline`,
        { kind: kinds, limit: historyPageSize, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
