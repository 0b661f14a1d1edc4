// What the page of an account shows at first paint: its owners, transactions and timeline, read beside each other.
import type { QueryClient } from '@tanstack/react-query';
import {
  accountKey,
  historyPageSize,
  ownersQuery,
  timelineQuery,
  transactionsQuery,
} from '@/components/account/account-queries';
import type { AccountDetail } from '@/domain/account';
import { listOwners } from '@/server/cache/owners';
import { listTimeline } from '@/server/cache/timeline';
import { listTransactions } from '@/server/cache/transactions';
import { db } from '@/server/db';

/** For `Prefetched`; the account itself has been read for the title. */
export function accountReads(account: AccountDetail): (client: QueryClient) => Promise<unknown>[] {
  const { id } = account;
  const limit = historyPageSize;
  const transactions = () => listTransactions(db, id, { limit });
  const timeline = () => listTimeline(db, id, { kind: [], limit });
  return (client) => [
    client.query({ queryKey: accountKey(id), queryFn: () => account }),
    client.query({ ...ownersQuery(account), queryFn: () => listOwners(db, id) }),
    client.infiniteQuery({ ...transactionsQuery(account, Date.now), queryFn: transactions }),
    client.infiniteQuery({ ...timelineQuery(id, []), queryFn: timeline }),
  ];
}
