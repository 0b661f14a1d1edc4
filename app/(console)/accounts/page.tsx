// Every linked account: the first rows are read here, the table asks on from there.
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { createLoader, type SearchParams } from 'nuqs/server';
import { layoutCookieName } from '@/components/accounts/account-layout';
import { accountPageSize, accountsQuery } from '@/components/accounts/account-queries';
import { accountSearch, filtersOf } from '@/components/accounts/account-search';
import { AccountsView } from '@/components/accounts/accounts-view';
import { parseLayout } from '@/components/data-table/table-layout';
import { listAccounts } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { Prefetched } from '../prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Accounts' };

const loadSearch = createLoader(accountSearch);

export default async function AccountsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await loadSearch(searchParams);
  const layout = parseLayout((await cookies()).get(layoutCookieName)?.value);
  const firstPage = () =>
    listAccounts(db, { ...filtersOf(search), sort: search.sort, limit: accountPageSize });
  return (
    <Prefetched reads={(client) => [client.infiniteQuery({ ...accountsQuery(search), queryFn: firstPage })]}>
      <AccountsView layout={layout} />
    </Prefetched>
  );
}
