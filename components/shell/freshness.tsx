// How true the copy is right now, in words: a backfill under way, accounts not read for long, or all in order.
'use client';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { Overview } from '@/domain/overview';
import { isBackfilling, overviewQuery } from '../overview/overview-queries';
import { Spinner } from '../ui/spinner';
import { Time } from '../ui/time';
import { statusQuery } from './status-queries';

export function Freshness() {
  const { data, error } = useQuery(overviewQuery());
  if (!data)
    return <p className="text-xs text-faint">{error ? 'Freshness could not be read.' : 'Reading…'}</p>;
  return (
    <div className="text-xs text-quiet">
      <FreshnessWords overview={data} />
      <HearingWords />
      {error ? (
        <p className="text-warning">Relink's server does not answer; these counts are the last ones read.</p>
      ) : null}
    </div>
  );
}

/** Without webhooks the copy follows by sweeps alone. */
function HearingWords() {
  const { data } = useQuery(statusQuery());
  if (data?.hearing.webhooks !== 'not_connected') return null;
  return (
    <p className="mt-1">
      No webhooks: changes show after the next sweep.{' '}
      <Link href="/activity?view=webhooks" className="text-accent underline underline-offset-2">
        Connect
      </Link>
    </p>
  );
}

/** "None there" and "not asked yet" are two things. */
function NothingHere({ overview: { backfill } }: { overview: Overview }) {
  if (backfill?.state !== 'done' || !backfill.finishedAt)
    return <p>Nothing has been read from Stripe yet.</p>;
  return (
    <p>
      Stripe has no linked account; read <Time at={backfill.finishedAt} />.
    </p>
  );
}

function FreshnessWords({ overview }: { overview: Overview }) {
  const { backfill, staleCount, staleAfterHours, oldestReadAt, total } = overview;
  if (isBackfilling(overview) && backfill) {
    return (
      <p className="flex items-start gap-1.5 text-pending">
        <Spinner className="mt-px" />
        <span>
          {backfill.state === 'due' ? 'A backfill waits to start.' : 'Backfill is reading accounts: '}
          {backfill.state === 'due' ? null : `${backfill.accountsRead.toLocaleString('en-US')} so far.`}
        </span>
      </p>
    );
  }
  if (total === 0) return <NothingHere overview={overview} />;
  return (
    <div className="flex items-start gap-1.5">
      <History aria-hidden className="mt-0.5 size-3 shrink-0" />
      <p>
        {staleCount > 0 ? (
          <Link href="/accounts?stale=true" className="text-warning underline underline-offset-2">
            {staleCount.toLocaleString('en-US')} not read for {staleAfterHours}&nbsp;h
          </Link>
        ) : (
          `All read within ${staleAfterHours}\u00a0h`
        )}
        {oldestReadAt ? (
          <span className="block text-faint">
            oldest <Time at={oldestReadAt} />
          </span>
        ) : null}
      </p>
    </div>
  );
}
