// The parts of the activity page, as links: each is an address of its own.
'use client';
import { useQuery } from '@tanstack/react-query';
import { searchText } from '@/components/api';
import { classNames } from '@/components/ui/class-names';
import { Link } from '@/components/ui/link';
import { type ActivityView, activityViews, activityViewWords } from './activity-filters';
import { deadCountQuery } from './activity-queries';

/** The account that is looked at stays chosen. */
export function ActivityTabs({ view, account }: { view: ActivityView; account: string }) {
  const { data: dead } = useQuery(deadCountQuery());
  const hrefOf = (tab: ActivityView) => {
    const search = searchText({ view: tab === 'events' ? null : tab, account });
    return search ? `/activity?${search}` : '/activity';
  };
  return (
    <nav
      aria-label="Parts of the activity"
      className="shrink-0 overflow-x-auto border-b border-border px-4 sm:px-6"
    >
      <ul className="flex gap-5">
        {activityViews.map((tab) => (
          <li key={tab}>
            <Link
              href={hrefOf(tab)}
              aria-current={tab === view ? 'page' : undefined}
              className={classNames(
                'flex h-9 items-center gap-1.5 border-b-2 text-base whitespace-nowrap -outline-offset-2',
                tab === view
                  ? 'border-accent font-medium text-text'
                  : 'border-transparent text-quiet hover:text-text',
              )}
            >
              {activityViewWords[tab]}
              {tab === 'dead' && dead && dead.value > 0 ? (
                <span className="rounded-sm bg-bad-wash px-1.5 text-xs font-medium text-bad">
                  {dead.value.toLocaleString('en-US')}
                  {dead.exact ? '' : '+'}
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
