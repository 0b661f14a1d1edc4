// Who did what to what, why, and with what result: append-only, in the transaction of the result.
import 'server-only';
import { type Db, Prisma } from '@/server/db';

export interface AuditRecord {
  actor: string;
  /** "account.refresh", "session.create" … */
  verb: string;
  targetType: 'account' | 'session' | 'backfill' | 'run' | 'event' | 'webhook_endpoint';
  targetId: string;
  actionId: string | null;
  reason: string | null;
  before: Prisma.InputJsonValue | null;
  after: Prisma.InputJsonValue | null;
  outcome: 'done' | 'failed';
  stripeRequestId: string | null;
}

/** Appends one entry; never changed or removed afterwards (the database refuses it). */
export async function recordAudit(tx: Db, entry: AuditRecord): Promise<void> {
  await tx.auditEntry.create({
    data: { ...entry, before: entry.before ?? Prisma.DbNull, after: entry.after ?? Prisma.DbNull },
    select: { id: true },
  });
}
