// What an operator should know and nobody is asked about.
import 'server-only';
import type { Db } from '@/server/db';

type NoticeKind = 'wrong_mode' | 'events_quiet' | 'event_gap' | 'accounts_gone';

/** Tells it, or counts that it happened again. */
export async function recordNotice(tx: Db, kind: NoticeKind, detail: string): Promise<void> {
  await tx.$executeRaw`
    insert into notices as n (kind, detail) values (${kind}, ${detail})
    on conflict (kind) do update set detail = excluded.detail, times = n.times + 1, last_at = now()`;
}

/** It is over. */
export async function dropNotice(tx: Db, kind: NoticeKind): Promise<void> {
  await tx.$executeRaw`delete from notices where kind = ${kind}`;
}
