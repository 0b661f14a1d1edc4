// What the audit trail may be asked for.
import { z } from 'zod';
import { FilterValues, PageCursor, PageLimit } from './page';

/** What GET /api/audit/facets may be asked for. */
export const AuditFilters = z.strictObject({
  verb: FilterValues,
  actor: FilterValues,
  outcome: FilterValues,
  /** The id of an account, session, event, run or endpoint. */
  target: z.string().trim().min(1).max(255).optional(),
});
export type AuditFilters = z.infer<typeof AuditFilters>;

/** What GET /api/audit may be asked for; newest first. */
export const AuditQuery = AuditFilters.extend({ limit: PageLimit, cursor: PageCursor });
export type AuditQuery = z.infer<typeof AuditQuery>;
