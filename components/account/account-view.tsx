// The page of one account: its state and what to do first, then figures and facts, then its history.
'use client';
import type { ReactNode } from 'react';
import { AccountStatus } from '@/components/accounts/account-status';
import { usePageActions } from '@/components/actions/page-actions';
import { RefreshPanel } from '@/components/refreshes/refresh-panel';
import { PageHeader } from '@/components/shell/page-header';
import { TimelinePanel } from '@/components/timeline/timeline-panel';
import { TransactionsPanel } from '@/components/transactions/transactions-panel';
import { copyAndSay } from '@/components/ui/copy-text';
import { ErrorState } from '@/components/ui/error-state';
import { MonoId } from '@/components/ui/mono-id';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import type { AccountDetail } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import { seenText } from '@/domain/seen-text';
import { AccessPanel } from './access-panel';
import { AccountPlace } from './account-place';
import { subcategoryWord } from './account-words';
import { BalanceHistoryPanel } from './balance-history-panel';
import { BalancePanel } from './balance-panel';
import { DisconnectDialog } from './disconnect-dialog';
import { HistoryFreshness } from './history-freshness';
import { OriginPanel } from './origin-panel';
import { OwnersPanel } from './owners-panel';
import { RawJson } from './raw-json';
import { ReadAgainButton } from './read-again-button';
import { RefreshHistoryPanel } from './refresh-history-panel';
import { StaleAnswerNotice } from './stale-answer-notice';
import { StatusPanel } from './status-panel';
import { useAccount } from './use-account';

/** Everything about the account with this id, kept up to date while it is looked at. */
export function AccountView({ id }: { id: string }) {
  const query = useAccount(id);
  const { data: account, error, refetch, isFetching } = query;
  if (account) return <LoadedAccount account={account} note={<StaleNote query={query} className="mt-4" />} />;
  return (
    <>
      <PageHeader title="Account" back={<AccountPlace id={id} />} />
      {error ? (
        <ErrorState error={error} what="This account" onRetry={() => void refetch()} pending={isFetching} />
      ) : (
        <SkeletonLines label="Reading the account" lines={12} className="px-4 py-4 sm:px-6" />
      )}
    </>
  );
}

function LoadedAccount({ account, note }: { account: AccountDetail; note: ReactNode }) {
  usePageActions([
    {
      id: 'copy-account-id',
      label: 'Copy account id',
      group: 'Account',
      run: () => void copyAndSay(account.id, 'Account id'),
    },
  ]);
  return (
    <>
      <PageHeader
        back={<AccountPlace id={account.id} />}
        className="max-sm:static"
        title={<Name account={account} />}
        count={<AccountStatus account={account} size="md" />}
        description={<HeaderLine account={account} />}
        actions={
          <>
            <ReadAgainButton account={account} />
            <DisconnectDialog account={account} />
          </>
        }
      />
      <div className="px-4 pb-10 sm:px-6">
        {note}
        {account.staleAnswer ? <StaleAnswerNotice answer={account.staleAnswer} /> : null}
        <StatusPanel account={account} />
        <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1.45fr)_minmax(20rem,1fr)]">
          <div className="min-w-0">
            <BalancePanel account={account} />
            <RefreshPanel account={account} />
            <BalanceHistoryPanel account={account} />
            <RefreshHistoryPanel account={account} />
            <OwnersPanel account={account} />
            <TransactionsPanel account={account} />
          </div>
          <div className="min-w-0">
            <OriginPanel account={account} />
            <AccessPanel account={account} />
            <TimelinePanel id={account.id} />
          </div>
        </div>
        <RawJson value={account.raw} what="account" apiVersion={account.apiVersion} />
      </div>
    </>
  );
}

/** Names have no limit; the digits that tell two apart stay in sight. */
function Name({ account: { displayName, institutionName, last4 } }: { account: AccountDetail }) {
  return (
    <span className="flex items-baseline gap-1.5">
      <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
        {displayName ?? seenText(institutionName) ?? 'No name'}
      </span>
      {last4 ? <span className="whitespace-nowrap">••{last4}</span> : null}
    </span>
  );
}

function HeaderLine({ account }: { account: AccountDetail }) {
  const words = [
    account.displayName ? institutionText(account.institutionName) : null,
    subcategoryWord(account.subcategory),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
        {words.filter(Boolean).join(' · ')}
      </span>
      <MonoId id={account.id} what="account id" />
      <HistoryFreshness account={account} />
    </span>
  );
}
