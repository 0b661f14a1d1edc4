// What a page shows at first paint: read on the server, under the keys that its components ask with.
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { requireKnownHost } from '@/server/hosts';
import { log } from '@/server/log';

interface PrefetchedProps {
  /** `(client) => [client.query({ ...xQuery(), queryFn: () => readX(db) })]` */
  reads: (client: QueryClient) => Promise<unknown>[];
  children: ReactNode;
}

/**
 * Reads nothing for a request under a foreign host: a page is made beside its layout, so the layout's own check comes too late.
 * A read that fails is logged and left out: the browser asks again and shows the reason with its request id.
 */
export async function Prefetched({ reads, children }: PrefetchedProps) {
  await requireKnownHost();
  const client = new QueryClient();
  const results = await Promise.allSettled(reads(client));
  for (const result of results) {
    if (result.status === 'rejected')
      log.warn({ error: String(result.reason) }, 'a first read of a page failed');
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
