// One account: what is known of it, and what may be done to it.
import type { Metadata } from 'next';
import { AccountView } from '@/components/account/account-view';
import { accountTitle } from '@/components/account/account-words';
import { Prefetched } from '../../prefetched';
import { accountReads } from './account-reads';
import { loadAccount } from './load-account';
import { UnknownAccount } from './unknown-account';

export const dynamic = 'force-dynamic';

interface AccountPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  const account = await loadAccount((await params).id);
  return { title: account ? accountTitle(account) : 'Account not found' };
}

export default async function AccountPage({ params }: AccountPageProps) {
  const account = await loadAccount((await params).id);
  if (!account) return <UnknownAccount />;
  return (
    <Prefetched reads={accountReads(account)}>
      <AccountView id={account.id} />
    </Prefetched>
  );
}
