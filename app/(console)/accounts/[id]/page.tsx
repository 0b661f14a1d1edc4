// One account: what is known of it, and what may be done to it.
import type { Metadata } from 'next';
import {
  accountKey,
  historyPageSize,
  ownersQuery,
  timelineQuery,
  transactionsQuery,
} from '@/components/account/account-queries';
import { AccountView } from '@/components/account/account-view';
import { accountTitle } from '@/components/account/account-words';
import { listOwners } from '@/server/cache/owners';
import { listTimeline } from '@/server/cache/timeline';
import { listTransactions } from '@/server/cache/transactions';
import { db } from '@/server/db';
import { Prefetched } from '../../prefetched';
import { loadAccount } from './load-account';

export const dynamic = 'force-dynamic';

interface AccountPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  return { title: accountTitle(await loadAccount((await params).id)) };
}

export default async function AccountPage({ params }: AccountPageProps) {
  const account = await loadAccount((await params).id);
  const { id } = account;
  const limit = historyPageSize;
  return (
    <Prefetched
      reads={(client) => [
        client.query({ queryKey: accountKey(id), queryFn: () => account }),
        client.query({ ...ownersQuery(account), queryFn: () => listOwners(db, id) }),
        client.infiniteQuery({
          ...transactionsQuery(account, Date.now),
          queryFn: () => listTransactions(db, id, { limit }),
        }),
        client.infiniteQuery({
          ...timelineQuery(id, []),
          queryFn: () => listTimeline(db, id, { kind: [], limit }),
        }),
      ]}
    >
      <AccountView id={id} />
    </Prefetched>
  );
}
