// The page of one session: how it stands, what it asks for, what it brought.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { accountTitle } from '@/components/account/account-words';
import { RawJson } from '@/components/account/raw-json';
import { AccountStatus } from '@/components/accounts/account-status';
import { usePageActions } from '@/components/actions/page-actions';
import { PageHeader } from '@/components/shell/page-header';
import { ErrorState } from '@/components/ui/error-state';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { institutionText } from '@/domain/institution';
import type { SessionDetail } from '@/domain/session';
import { ReadSessionButton } from './read-session-button';
import { RelinkSection } from './relink-section';
import { SessionFacts } from './session-facts';
import { SessionOutcomeBadge } from './session-outcome';
import { sessionQuery } from './session-queries';
import { SessionStanding } from './session-standing';

const linkLook = 'text-accent underline-offset-2 hover:underline';
const back = (
  <Link href="/sessions" className={linkLook}>
    Sessions
  </Link>
);

/** Everything about the session with this id. */
export function SessionView({ id }: { id: string }) {
  const query = useQuery(sessionQuery(id));
  const { data: session, error, refetch, isFetching } = query;
  if (session) return <LoadedSession session={session} note={<StaleNote query={query} className="mt-4" />} />;
  return (
    <>
      <PageHeader title="Session" back={back} />
      {error ? (
        <ErrorState error={error} what="This session" onRetry={() => void refetch()} pending={isFetching} />
      ) : (
        <SkeletonLines label="Reading the session" lines={10} className="px-4 py-4 sm:px-6" />
      )}
    </>
  );
}

function LoadedSession({ session, note }: { session: SessionDetail; note: ReactNode }) {
  const router = useRouter();
  usePageActions([
    {
      id: 'back-to-list',
      label: 'Back to the sessions',
      group: 'Session',
      keys: 'b',
      run: () => router.push('/sessions'),
    },
  ]);
  const who = session.holder.name ?? session.holder.id;
  return (
    <>
      <PageHeader
        back={back}
        className="max-sm:static"
        title={session.origin === 'relink' ? 'Relink session' : 'Session'}
        count={<SessionOutcomeBadge outcome={session.outcome} />}
        description={
          <span className="flex flex-wrap items-center gap-x-2">
            {who ? <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">for {who}</span> : null}
            <MonoId id={session.id} what="session id" />
          </span>
        }
        actions={<ReadSessionButton session={session} />}
      />
      <div className="px-4 pb-10 sm:px-6">
        {note}
        <SessionStanding session={session} />
        <div className="grid gap-x-10 lg:grid-cols-2">
          <SessionFacts session={session} />
          <div className="min-w-0">
            <RelinkSection session={session} />
            <AccountsSection session={session} />
          </div>
        </div>
        <RawJson value={session.raw} what="session" apiVersion={session.apiVersion} />
      </div>
    </>
  );
}

function AccountsSection({ session: { accounts, outcome } }: { session: SessionDetail }) {
  return (
    <Section title="Accounts it collected" aside={accounts.length > 0 ? String(accounts.length) : null}>
      {accounts.length === 0 ? (
        <p className="text-sm text-quiet">
          {outcome === 'open' ? 'None yet: they appear when the customer has finished.' : 'None.'}
        </p>
      ) : (
        <ul className="divide-y divide-border">
          {accounts.map((account) => (
            <li key={account.id} className="flex items-start justify-between gap-3 py-1.5 text-sm first:pt-0">
              <span className="min-w-0">
                <Link
                  href={`/accounts/${account.id}`}
                  className={`line-clamp-2 [overflow-wrap:anywhere] ${linkLook}`}
                >
                  {accountTitle(account)}
                </Link>
                <span className="block truncate text-xs text-faint">
                  {institutionText(account.institutionName)}
                </span>
              </span>
              <span className="max-w-[50%] shrink-0">
                <AccountStatus account={account} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
