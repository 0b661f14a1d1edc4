// The audit trail as screens read it: a page of it, and what it can be filtered by.
import 'server-only';
import type { AccountName } from '@/domain/account';
import { type AuditFacets, type AuditRow, auditOutcomes } from '@/domain/audit';
import type { AuditFilters, AuditQuery } from '@/domain/audit-query';
import type { Page } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { countValues } from './list/count-values';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { readAccountNames } from './rows/account-names';
import { safeRaw } from './rows/safe-raw';

interface AuditRecord {
  id: bigint;
  at: Date;
  actor: string;
  verb: string;
  target_type: string;
  target_id: string;
  action_id: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  outcome: string;
  stripe_request_id: string | null;
}

const newestFirst: Order = {
  name: '-at',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`u.at`,
  id: Prisma.sql`u.id`,
  idType: 'bigint',
  keyOf: (id) => Prisma.sql`(select u.at from audit_entries u where u.id = ${id}::bigint)`,
};

/** A page of the trail, newest first; each single filter has an index in this order. */
export async function listAudit(db: Db, query: AuditQuery): Promise<Page<AuditRow>> {
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<AuditRecord[]>(auditStatement(query)),
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (
        select 1 from audit_entries u where ${matching(query)} limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: AuditRecord) => cursorAfter(newestFirst, row.at, row.id.toString());
  const names = await readAccountNames(
    db,
    rows.map((row) => (row.target_type === 'account' ? row.target_id : null)),
  );
  const show = (row: AuditRecord) => toRow(row, names);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), show, cursorOf);
}

/** The query of a page; its plan is tested. */
export function auditStatement(query: AuditQuery): Prisma.Sql {
  return Prisma.sql`
    select u.id, u.at, u.actor, u.verb, u.target_type, u.target_id, u.action_id::text as action_id, u.reason, u.before,
      u.after, u.outcome, u.stripe_request_id
    from audit_entries u where ${matching(query)} and ${afterCursor(newestFirst, query.cursor)}
    order by ${orderBy(newestFirst)} limit ${query.limit + 1}`;
}

function matching({ verb, actor, outcome, target }: AuditFilters): Prisma.Sql {
  const conditions = [
    verb.length > 0 ? Prisma.sql`u.verb = any(${verb})` : null,
    actor.length > 0 ? Prisma.sql`u.actor = any(${actor})` : null,
    outcome.length > 0 ? Prisma.sql`u.outcome = any(${outcome})` : null,
    target ? Prisma.sql`u.target_id = ${target}` : null,
  ].filter((condition) => condition !== null);
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

/**
 * How many entries each verb and each actor that was ever recorded, found by one step in its index, and each outcome would
 * leave, each under the other filters.
 */
export async function countAuditFacets(db: Db, filters: AuditFilters): Promise<AuditFacets> {
  const [verbs, actors] = await Promise.all([
    db.$queryRaw<{ word: string }[]>`
      with recursive words as (
        (select verb as word from audit_entries order by verb limit 1)
        union all
        select (select u.verb from audit_entries u where u.verb > w.word order by u.verb limit 1)
        from words w where w.word is not null
      ) select word from words where word is not null limit 200`,
    db.$queryRaw<{ word: string }[]>`
      with recursive words as (
        (select actor as word from audit_entries order by actor limit 1)
        union all
        select (select u.actor from audit_entries u where u.actor > w.word order by u.actor limit 1)
        from words w where w.word is not null
      ) select word from words where word is not null limit 200`,
  ]);
  const values = {
    verb: [...verbs.map(({ word }) => word), ...filters.verb],
    actor: [...actors.map(({ word }) => word), ...filters.actor],
    outcome: [...auditOutcomes, ...filters.outcome],
  };
  return countValues(
    db,
    values,
    (facet, value) => Prisma.sql`audit_entries u where ${matching({ ...filters, [facet]: [value] })}`,
  );
}

function toRow(row: AuditRecord, names: Map<string, AccountName>): AuditRow {
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    actor: row.actor,
    verb: row.verb,
    targetType: row.target_type,
    targetId: row.target_id,
    account: names.get(row.target_id) ?? null,
    actionId: row.action_id,
    reason: row.reason,
    before: safeRaw(row.before),
    after: safeRaw(row.after),
    outcome: row.outcome,
    stripeRequestId: row.stripe_request_id,
  };
}
