// The audit trail.
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { auditInUrl } from '@/components/audit/audit-filters';
import { auditPageSize, auditQuery } from '@/components/audit/audit-queries';
import { AuditView } from '@/components/audit/audit-view';
import { listAudit } from '@/server/cache/audit';
import { db } from '@/server/db';
import { Prefetched } from '../prefetched';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Audit' };

const loadFilters = createLoader(auditInUrl);

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await loadFilters(searchParams);
  const { target, ...lists } = filters;
  const asked = { ...lists, ...(target ? { target } : {}), limit: auditPageSize };
  return (
    <Prefetched
      reads={(client) => [
        client.infiniteQuery({ ...auditQuery(filters), queryFn: () => listAudit(db, asked) }),
      ]}
    >
      <AuditView />
    </Prefetched>
  );
}
