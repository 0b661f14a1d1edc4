// What operators should know, as the screens show it.
import 'server-only';
import type { Notice } from '@/domain/notice';
import type { Page } from '@/domain/page';
import type { Db } from '@/server/db';

/** All that hold now, the latest first; there are as many as there are kinds. */
export async function listNotices(db: Db): Promise<Page<Notice>> {
  const rows = await db.notice.findMany({ orderBy: { lastAt: 'desc' }, take: 100 });
  const data = rows.map(({ kind, detail, times, firstAt, lastAt }) => ({
    kind,
    detail,
    times,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
  return { data, nextCursor: null, total: { value: data.length, exact: true } };
}
