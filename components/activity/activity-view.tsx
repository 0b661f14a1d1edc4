// What Stripe told, what was done to find what it did not, and how it is heard.
'use client';
import { JobsPanel } from '@/components/jobs/jobs-panel';
import { RunsPanel } from '@/components/runs/runs-panel';
import { PageHeader } from '@/components/shell/page-header';
import { useQueryStates } from '@/components/url-state';
import { AccountFreshnessPanel } from './account-freshness-panel';
import { activityInUrl } from './activity-filters';
import { ActivityTabs } from './activity-tabs';
import { EventList } from './event-list';
import { NoticeList } from './notice-list';
import { WebhooksPanel } from './webhooks-panel';

export function ActivityView() {
  const [search, setSearch] = useQueryStates(activityInUrl, { history: 'push' });
  const { view, account } = search;
  const isList = view === 'events' || view === 'dead';
  const isAccount = /^fca_[A-Za-z0-9_]+$/.test(account);
  return (
    // With an account's facts above it the list would be a slit: then the page scrolls as a whole.
    <div className={isList && !isAccount ? 'fill-page flex flex-col' : undefined}>
      <PageHeader title="Activity" description="What Stripe told of the accounts, and what was looked for" />
      <NoticeList />
      {isAccount ? (
        <AccountFreshnessPanel id={account} onDrop={() => void setSearch({ account: null })} />
      ) : null}
      <ActivityTabs view={view} account={account} />
      {isList ? <EventList /> : null}
      {view === 'runs' ? <RunsPanel /> : null}
      {view === 'jobs' ? <JobsPanel /> : null}
      {view === 'webhooks' ? <WebhooksPanel /> : null}
    </div>
  );
}
