// What needs a look soon: each line says what it means and leads to the list behind it.
'use client';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link';
import { expiringDays } from '@/domain/account';
import type { Overview } from '@/domain/overview';
import { Section } from '../ui/section';
import { Time } from '../ui/time';
import { relinkableCount } from './overview-queries';

interface Line {
  what: string;
  meaning: ReactNode;
  count: number;
  href: string;
}

export function AttentionList({ overview }: { overview: Overview }) {
  return (
    <Section title="Needs a look" className="xl:border-t-0">
      <ul>
        {linesOf(overview).map((line) => (
          <li key={line.what} className="border-t border-border first:border-t-0">
            <AttentionLine {...line} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function AttentionLine({ what, meaning, count, href }: Line) {
  const words = (
    <>
      <span className="min-w-0">
        <span className="block">{what}</span>
        <span className="block text-xs text-faint">{meaning}</span>
      </span>
      <span className={count > 0 ? 'text-lg font-medium' : 'text-lg text-faint'}>
        {count.toLocaleString('en-US')}
      </span>
    </>
  );
  const look = 'flex items-start justify-between gap-4 py-2';
  if (count === 0) return <div className={look}>{words}</div>;
  return (
    <Link href={href} className={`${look} -mx-2 rounded-md px-2 hover:bg-hover`}>
      {words}
    </Link>
  );
}

function linesOf(overview: Overview): Line[] {
  const { oldestReadAt, staleAfterHours } = overview;
  return [
    {
      what: 'Need a relink',
      meaning: 'Inactive, and a relink by the customer mends them',
      count: relinkableCount(overview),
      href: '/relinks?action=relink_required',
    },
    {
      what: 'Renew early',
      meaning: 'Still active; Stripe asks for a relink before access ends',
      count: overview.renewEarlyCount,
      href: '/accounts?status=active&action=relink_required',
    },
    {
      what: `Expire within ${expiringDays} days`,
      meaning: 'Stripe expects access to end; the list shows the soonest first',
      count: overview.expiringCount,
      href: '/accounts?status=active&expiring=true&sort=expectedDeactivationAt',
    },
    {
      what: `Not read for ${staleAfterHours} h`,
      meaning: oldestReadAt ? (
        <>
          What is shown of them may be old; the oldest was read <Time at={oldestReadAt} />
        </>
      ) : (
        'Nothing has been read yet'
      ),
      count: overview.staleCount,
      href: '/accounts?stale=true&sort=readAt',
    },
    {
      what: 'Open sessions',
      meaning: 'Made here or looked up, and the customer has not finished',
      count: overview.sessionsOpen,
      href: '/sessions?outcome=open',
    },
    {
      what: 'Actions without a result',
      meaning: 'Asked of Stripe; what became of them is being found out',
      count: overview.actionsOpen,
      href: '/activity?view=jobs',
    },
  ];
}
