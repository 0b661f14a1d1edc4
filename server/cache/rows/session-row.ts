// One row of the table of sessions, and how it becomes what the screens see.
import 'server-only';
import { seenText } from '@/domain/seen-text';
import type { SessionRow } from '@/domain/session';
import { Prisma } from '@/server/db';

/** What `sessionColumns` selects. */
export interface SessionRecord {
  id: string;
  livemode: boolean;
  origin: string;
  outcome: string;
  status: string | null;
  holder_type: string | null;
  holder_id: string | null;
  holder_name: string | null;
  permissions: string[];
  prefetch: string[];
  account_count: number;
  relink_authorization_id: string | null;
  relink_account_id: string | null;
  relink_failure_reason: string | null;
  first_seen_at: Date;
  read_at: Date;
  version: bigint;
}

/** The columns of a row, of `sessions s`. */
export const sessionColumns = Prisma.sql`
  s.id, s.livemode, s.origin, s.outcome, s.status, s.holder_type, s.holder_id, s.holder_name, s.permissions, s.prefetch,
  s.account_count, s.relink_authorization_id, s.relink_account_id, s.relink_failure_reason, s.first_seen_at, s.read_at,
  s.version`;

/** The row as the screens see it. */
export function toSessionRow(row: SessionRecord): SessionRow {
  return {
    id: row.id,
    livemode: row.livemode,
    origin: row.origin,
    outcome: row.outcome,
    status: row.status,
    holder: { type: row.holder_type, id: row.holder_id, name: seenText(row.holder_name) },
    permissions: row.permissions,
    prefetch: row.prefetch,
    accountCount: row.account_count,
    relinkAuthorizationId: row.relink_authorization_id,
    relinkAccountId: row.relink_account_id,
    relinkFailureReason: row.relink_failure_reason,
    firstSeenAt: row.first_seen_at.toISOString(),
    readAt: row.read_at.toISOString(),
    version: row.version.toString(),
  };
}
