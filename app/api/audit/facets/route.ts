// What the audit trail can be filtered by.
import { readAuditFacets } from '@/server/cache/audit';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'audit:read', run: () => readAuditFacets(db) });
