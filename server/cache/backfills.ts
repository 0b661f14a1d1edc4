// The runs over every account that Stripe lists, newest first.
import 'server-only';
import type { BackfillRow } from '@/domain/overview';
import type { Page, PageQuery } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { iso } from './rows/account-row';

interface BackfillRecord {
  id: string;
  state: string;
  requested_by: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  pages: number;
  accounts_read: number;
  accounts_new: number;
  accounts_stale: number;
  error: string | null;
}

const columns = Prisma.sql`b.id::text as id, b.state, b.requested_by, b.created_at, b.started_at, b.finished_at, b.pages,
  b.accounts_read, b.accounts_new, b.accounts_stale, b.error`;

const newestFirst: Order = {
  name: '-createdAt',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`b.created_at`,
  id: Prisma.sql`b.id`,
  idType: 'uuid',
  keyOf: (id) => Prisma.sql`(select b.created_at from backfills b where b.id = ${id}::uuid)`,
};

/** A page of runs with their progress. */
export async function listBackfills(db: Db, query: PageQuery): Promise<Page<BackfillRow>> {
  const [rows, counted] = await Promise.all([
    db.$queryRaw<BackfillRecord[]>`
      select ${columns} from backfills b where ${afterCursor(newestFirst, query.cursor)}
      order by ${orderBy(newestFirst)} limit ${query.limit + 1}`,
    db.backfill.count({ take: countLimit + 1 }),
  ]);
  const cursorOf = (row: BackfillRecord) => cursorAfter(newestFirst, row.created_at, row.id);
  return pageOf(rows, query.limit, totalOf(counted), toBackfillRow, cursorOf);
}

/** The newest run, or null before the first. */
export async function latestBackfill(db: Db): Promise<BackfillRow | null> {
  const [row] = await db.$queryRaw<BackfillRecord[]>`
    select ${columns} from backfills b order by ${orderBy(newestFirst)} limit 1`;
  return row ? toBackfillRow(row) : null;
}

function toBackfillRow(row: BackfillRecord): BackfillRow {
  return {
    id: row.id,
    state: row.state,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    pages: row.pages,
    accountsRead: row.accounts_read,
    accountsNew: row.accounts_new,
    accountsStale: row.accounts_stale,
    error: row.error,
  };
}
