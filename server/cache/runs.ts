// The runs that look for what was missed, newest first, and one with what it found.
import 'server-only';
import { z } from 'zod';
import type { Page } from '@/domain/page';
import {
  type FindingKind,
  type RunDetail,
  type RunFacets,
  type RunFacts,
  type RunFinding,
  type RunKind,
  type RunRow,
  type RunState,
  runKinds,
} from '@/domain/run';
import type { RunQuery } from '@/domain/run-query';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { countValues } from './list/count-values';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { iso } from './rows/account-row';

interface RunRecord {
  id: string;
  kind: RunKind;
  state: RunState;
  requested_by: string;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  checked: number;
  found: number;
  healed: number;
  failed: number;
  detail: RunFacts;
  error: string | null;
}

const columns = Prisma.sql`r.id::text as id, r.kind, r.state, r.requested_by, r.created_at, r.started_at, r.finished_at,
  r.checked, r.found, r.healed, r.failed, r.detail, r.error`;

const newestFirst: Order = {
  name: '-createdAt',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`r.created_at`,
  id: Prisma.sql`r.id`,
  idType: 'uuid',
  keyOf: (id) => Prisma.sql`(select r.created_at from runs r where r.id = ${id}::uuid)`,
};

/** A page of runs with their progress. */
export async function listRuns(db: Db, query: RunQuery): Promise<Page<RunRow>> {
  const matches = query.kind.length > 0 ? Prisma.sql`r.kind = any(${query.kind})` : Prisma.sql`true`;
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<RunRecord[]>`
      select ${columns} from runs r where ${matches} and ${afterCursor(newestFirst, query.cursor)}
      order by ${orderBy(newestFirst)} limit ${query.limit + 1}`,
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (select 1 from runs r where ${matches} limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: RunRecord) => cursorAfter(newestFirst, row.created_at, row.id);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), toRunRow, cursorOf);
}

/** How many runs there are of each kind. */
export const countRunFacets = (db: Db): Promise<RunFacets> =>
  countValues(db, { kind: runKinds }, (_kind, value) => Prisma.sql`runs r where r.kind = ${value}`);

const mostFindings = 200;

/** One run with the proof of what it found. Throws not_found. */
export async function requireRun(db: Db, id: string): Promise<RunDetail> {
  const isId = z.uuid().safeParse(id).success;
  const [row] = isId
    ? await db.$queryRaw<RunRecord[]>`select ${columns} from runs r where r.id = ${id}::uuid`
    : [];
  if (!row) throw new AppError('not_found', 'No run with this id.');
  const findings = await db.driftFinding.findMany({
    where: { runId: id, state: 'confirmed' },
    orderBy: { id: 'asc' },
    take: mostFindings,
  });
  return { ...toRunRow(row), findings: findings.map(toFinding) };
}

type FindingRecord = Awaited<ReturnType<Db['driftFinding']['findMany']>>[number];

function toFinding(row: FindingRecord): RunFinding {
  return {
    id: row.id.toString(),
    accountId: row.accountId,
    kind: row.kind as FindingKind,
    at: row.at.toISOString(),
    isHealed: row.isHealed,
    fields: row.fields,
    ours: row.ours as Record<string, unknown>,
    stripes: row.stripes as Record<string, unknown>,
  };
}

function toRunRow(row: RunRecord): RunRow {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    checked: row.checked,
    found: row.found,
    healed: row.healed,
    failed: row.failed,
    detail: row.detail,
    error: row.error,
  };
}
