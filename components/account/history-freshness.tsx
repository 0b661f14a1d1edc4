// How old our copy of an account is, and the way to why.
'use client';
import { useQuery } from '@tanstack/react-query';
import { overviewQuery } from '@/components/overview/overview-queries';
import { useTimed } from '@/components/shell/clock';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';
import { sourceWord } from './history-words';

/** One line in the head of the account page; the words at its end, where they grow without moving the link. */
export function HistoryFreshness({ account }: { account: AccountDetail }) {
  const { data: overview } = useQuery(overviewQuery());
  const oldMs = (overview?.staleAfterHours ?? Number.POSITIVE_INFINITY) * 3_600_000;
  const isOld = useTimed((now) => now - Date.parse(account.readAt) > oldMs);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <Link
        href={`/activity?account=${account.id}`}
        className="text-accent underline-offset-2 hover:underline"
      >
        {isOld ? 'Why so old?' : 'Activity'}
      </Link>
      <span aria-hidden>·</span>
      <span className={isOld ? 'text-warning' : undefined}>
        {sourceWord(account.source)} <Time at={account.readAt} />
      </span>
    </span>
  );
}
