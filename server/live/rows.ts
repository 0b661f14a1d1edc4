// The rows that changed, read as lists read them.
import 'server-only';
import type { ChangedRows } from '@/domain/change';
import { type AccountRecord, accountColumns, toAccountRow } from '@/server/cache/rows/account-row';
import { type SessionRecord, sessionColumns, toSessionRow } from '@/server/cache/rows/session-row';
import { type Db, Prisma } from '@/server/db';

/** A browser that missed more rows than this reads anew what it shows. */
const mostRows = 500;

/** Whatever the version: what was read this lately may have been committed after a later one. */
const overlap = Prisma.sql`now() - interval '30 seconds'`;

/** The present state of these rows. */
export async function readRows(db: Db, accountIds: string[], sessionIds: string[]): Promise<ChangedRows> {
  const [accounts, sessions] = await Promise.all([
    accountIds.length === 0 ? [] : accountsWhere(db, Prisma.sql`a.id = any(${accountIds})`),
    sessionIds.length === 0 ? [] : sessionsWhere(db, Prisma.sql`s.id = any(${sessionIds})`),
  ]);
  return { accounts: accounts.map(toAccountRow), sessions: sessions.map(toSessionRow) };
}

/** What changed after a version, and in any case within the last half minute; null when it is too much. */
export async function readSince(db: Db, since: bigint | null): Promise<ChangedRows | null> {
  const [accounts, sessions] = await Promise.all([
    accountsWhere(
      db,
      Prisma.sql`a.id in (
        (select id from accounts where version > ${since}::bigint order by version limit ${mostRows + 1})
        union (select id from accounts where read_at > ${overlap} order by read_at limit ${mostRows + 1}))`,
    ),
    sessionsWhere(
      db,
      Prisma.sql`s.id in (
        (select id from sessions where version > ${since}::bigint order by version limit ${mostRows + 1})
        union (select id from (select id, read_at from sessions order by version desc limit ${mostRows + 1}) as newest
          where read_at > ${overlap}))`,
    ),
  ]);
  if (accounts.length > mostRows || sessions.length > mostRows) return null;
  return { accounts: accounts.map(toAccountRow), sessions: sessions.map(toSessionRow) };
}

/** The highest version that is stored. */
export async function readNewest(db: Db): Promise<bigint> {
  const [row] = await db.$queryRaw<{ newest: bigint | null }[]>`
    select greatest((select max(version) from accounts), (select max(version) from sessions)) as newest`;
  return row?.newest ?? 0n;
}

const accountsWhere = (db: Db, condition: Prisma.Sql) =>
  db.$queryRaw<
    AccountRecord[]
  >`select ${accountColumns} from accounts a where ${condition} order by a.version`;

const sessionsWhere = (db: Db, condition: Prisma.Sql) =>
  db.$queryRaw<
    SessionRecord[]
  >`select ${sessionColumns} from sessions s where ${condition} order by s.version`;
