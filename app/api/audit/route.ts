// Who did what to what, why, and with what result.
import { AuditQuery } from '@/domain/audit-query';
import { listAudit } from '@/server/cache/audit';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'audit:read',
  query: AuditQuery,
  run: ({ query }) => listAudit(db, query),
});
