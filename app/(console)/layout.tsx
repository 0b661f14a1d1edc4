// The console: every page in its shell, with the bound Stripe account and the counts of the navigation.
import type { ReactNode } from 'react';
import { LiveUpdates } from '@/components/live/live-updates';
import { overviewQuery } from '@/components/overview/overview-queries';
import { Shell } from '@/components/shell/shell';
import { requireBinding } from '@/server/cache/binding';
import { readOverview } from '@/server/cache/overview';
import { db } from '@/server/db';
import { requireKnownHost } from '@/server/hosts';
import { Prefetched } from './prefetched';

export const dynamic = 'force-dynamic';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  await requireKnownHost();
  const binding = await requireBinding(db);
  return (
    <Prefetched reads={(client) => [client.query({ ...overviewQuery(), queryFn: () => readOverview(db) })]}>
      <Shell binding={binding} renderedAt={Date.now()}>
        {children}
        <LiveUpdates />
      </Shell>
    </Prefetched>
  );
}
