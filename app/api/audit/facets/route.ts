// How many entries of the trail each verb, actor and outcome would leave.
import { AuditFilters } from '@/domain/audit-query';
import { countAuditFacets } from '@/server/cache/audit';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'audit:read',
  query: AuditFilters,
  run: ({ query }) => countAuditFacets(db, query),
});
