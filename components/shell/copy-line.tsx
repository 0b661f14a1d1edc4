// How true the copy is, in a few words, where the navigation has no room for its foot: on the right of the mode strip.
'use client';
import { useQuery } from '@tanstack/react-query';
import { CloudOff, History } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { Overview } from '@/domain/overview';
import { isBackfilling, overviewQuery } from '../overview/overview-queries';
import { Spinner } from '../ui/spinner';

const lineLook = 'ml-auto flex h-full shrink-0 items-center gap-1 pl-2 font-medium lg:hidden';

/** Only below 1024 px: above it the foot of the navigation says the same in full. */
export function CopyLine() {
  const { data, error } = useQuery(overviewQuery());
  if (error) {
    return (
      <span className={lineLook}>
        <CloudOff aria-hidden className="size-3" /> Server does not answer
      </span>
    );
  }
  if (!data) return <span className={lineLook}>Reading…</span>;
  return <CopyWords overview={data} />;
}

function CopyWords({ overview }: { overview: Overview }) {
  const { backfill, staleCount, staleAfterHours, total } = overview;
  if (isBackfilling(overview)) {
    return (
      <span className={lineLook}>
        <Spinner /> {backfillWords(overview)}
      </span>
    );
  }
  if (staleCount === 0) {
    return (
      <span className={lineLook}>
        <History aria-hidden className="size-3" />
        {total > 0
          ? `Copy within ${staleAfterHours}\u00a0h`
          : backfill?.state === 'done'
            ? 'No accounts at Stripe'
            : 'Nothing read yet'}
      </span>
    );
  }
  return (
    <Link href="/accounts?stale=true" className={`${lineLook} underline outline-current -outline-offset-2`}>
      <History aria-hidden className="size-3" />
      {staleCount.toLocaleString('en-US')} older than {staleAfterHours}&nbsp;h
    </Link>
  );
}

function backfillWords({ backfill }: Overview): string {
  return backfill?.state === 'running'
    ? `Backfill: ${backfill.accountsRead.toLocaleString('en-US')} read`
    : 'Backfill waits';
}
