// The one line of time of an account: how its status and data changed, which events and reads told it, what operators did, which sessions brought it.
import 'server-only';
import type { Page } from '@/domain/page';
import { type TimelineEntry, type TimelineKind, type TimelineQuery, timelineKinds } from '@/domain/timeline';
import { type Db, Prisma } from '@/server/db';
import { requireKnownAccount } from './accounts';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { iso } from './rows/account-row';

interface TimelineRecord {
  id: string;
  kind: TimelineKind;
  at: Date;
  evidence_at: Date | null;
  source: string;
  changes: TimelineEntry['changes'];
  verb: string | null;
  reason: string | null;
  outcome: string | null;
  detail: string | null;
  session_id: string | null;
  event_id: string | null;
  stripe_request_id: string | null;
  features: string[] | null;
}

// Ids begin with what they come from, so no two entries are equal.
const newestFirst: Order = {
  name: '-at',
  isDescending: true,
  kind: 'time',
  key: Prisma.sql`e.at`,
  id: Prisma.sql`e.id`,
  keyOf: () => Prisma.sql`null::timestamptz`,
};

/** A page of an account's history, newest first. Throws not_found. */
export async function listTimeline(
  db: Db,
  accountId: string,
  query: TimelineQuery,
): Promise<Page<TimelineEntry>> {
  await requireKnownAccount(db, accountId);
  const kinds = query.kind.length > 0 ? query.kind : timelineKinds;
  const entries = Prisma.join(
    [...new Set(kinds)].map((kind) => sources[kind](accountId)),
    ' union all ',
  );
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<TimelineRecord[]>`
      select * from (${entries}) as e where ${afterCursor(newestFirst, query.cursor)}
      order by ${orderBy(newestFirst)} limit ${query.limit + 1}`,
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (select 1 from (${entries}) as e limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: TimelineRecord) => cursorAfter(newestFirst, row.at, row.id);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), toEntry, cursorOf);
}

/** Where entries of each kind come from; the same columns in the same order. */
const sources: Record<TimelineKind, (accountId: string) => Prisma.Sql> = {
  status: (accountId) =>
    changesWhere(Prisma.sql`c.account_id = ${accountId} and c.fields && ${statusFields}`),
  change: (accountId) =>
    changesWhere(Prisma.sql`c.account_id = ${accountId} and not c.fields && ${statusFields}`),
  // Of each read the last is kept. One that brought a change, and a snapshot, are told as such.
  read: (accountId) => Prisma.sql`
    select 'read_account' as id, 'read' as kind, a.read_at as at, a.evidence_at, a.source, null::jsonb as changes,
      'account' as verb, null::text as reason, null::text as outcome, null::text as session_id, null::text as event_id,
      null::text as stripe_request_id, null::jsonb as features, null::text as detail
    from accounts a where a.id = ${accountId} and a.source <> 'snapshot' and not exists (
      select 1 from account_changes c where c.account_id = a.id and c.version = a.version)
    union all
    select 'read_owners', 'read', o.read_at, null, 'read', null, 'owners', null, null, null, null, null, null::jsonb,
      null
    from ownership_reads o where o.account_id = ${accountId}
    union all
    select 'read_transactions', 'read', t.updated_at, null, 'read', null, 'transactions', null, null, null, null, null,
      null::jsonb, null
    from transaction_reads t where t.account_id = ${accountId} and t.done_refresh_id is not null`,
  // An event about an authorization tells of each account under it.
  event: (accountId) => Prisma.sql`
    ${eventsWhere(Prisma.sql`v.account_id = ${accountId}`)}
    union all
    ${eventsWhere(Prisma.sql`v.account_id is null and v.object_id = (
      select a.authorization_id from accounts a where a.id = ${accountId})`)}`,
  // An action shows from its intent on; a relink mends the login, so it is told of each account under it. Entries of the
  // audit without an action are things done in other ways.
  action: (accountId) => Prisma.sql`
    ${actionsWhere(Prisma.sql`t.account_id = ${accountId}`)}
    union all
    ${actionsWhere(Prisma.sql`t.kind = 'relink' and t.account_id in (
      select b.id from accounts a join accounts b on b.authorization_id = a.authorization_id and b.id <> a.id
      where a.id = ${accountId})`)}
    union all
    select 'audit_' || lpad(u.id::text, 19, '0'), 'action', u.at, null, u.actor, null, u.verb, u.reason, u.outcome,
      null, null, u.stripe_request_id, null::jsonb, case when u.outcome = 'failed' then u.after ->> 'detail' end
    from audit_entries u where u.target_id = ${accountId} and u.target_type = 'account' and u.action_id is null`,
  session: (accountId) => Prisma.sql`
    select 'session_' || s.id as id, 'session' as kind, s.first_seen_at as at, null::timestamptz as evidence_at,
      s.origin as source, null::jsonb as changes, null::text as verb, s.relink_failure_reason as reason, s.outcome,
      s.id as session_id, null::text as event_id, null::text as stripe_request_id, null::jsonb as features,
      null::text as detail
    from sessions s where s.id in (
      select sa.session_id from session_accounts sa where sa.account_id = ${accountId}
      union select r.id from sessions r where r.relink_account_id = ${accountId}
      union select r.id from sessions r join accounts a on a.authorization_id = r.relink_authorization_id
        where a.id = ${accountId})`,
};

/** What an account is able to, and why: the other fields are its data. */
const statusFields = Prisma.sql`array['firstSeen', 'status', 'cause', 'action', 'expectedDeactivationAt', 'knownToStripe']`;

const changesWhere = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
    select 'change_' || lpad(c.id::text, 19, '0') as id,
      case when c.fields && ${statusFields} then 'status' else 'change' end as kind,
      c.observed_at as at, c.evidence_at, c.source,
      c.changes, null::text as verb, null::text as reason, null::text as outcome, null::text as session_id,
      null::text as event_id, null::text as stripe_request_id, null::jsonb as features, null::text as detail
    from account_changes c where ${condition}`;

const actionsWhere = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
    select 'action_' || t.id::text as id, 'action' as kind, t.created_at as at, null::timestamptz as evidence_at,
      t.actor as source, null::jsonb as changes, t.kind as verb, t.reason,
      coalesce(case when t.state = 'failed' then t.error_code end, t.state) as outcome, t.session_id,
      null::text as event_id, t.stripe_request_id, t.params -> 'features' as features,
      case when t.state = 'failed' then t.answer -> 'error' ->> 'detail' end as detail
    from actions t where ${condition}`;

const eventsWhere = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
    select 'event_' || v.id as id, 'event' as kind, v.received_at as at, v.created_at as evidence_at, v.origin as source,
      null::jsonb as changes, v.type as verb, v.reason, v.state as outcome, null::text as session_id, v.id as event_id,
      null::text as stripe_request_id, null::jsonb as features, null::text as detail
    from events v where ${condition}`;

function toEntry(row: TimelineRecord): TimelineEntry {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    evidenceAt: iso(row.evidence_at),
    source: row.source,
    changes: row.changes,
    verb: row.verb,
    reason: row.reason,
    outcome: row.outcome,
    detail: row.detail,
    sessionId: row.session_id,
    eventId: row.event_id,
    stripeRequestId: row.stripe_request_id,
    features: row.features,
  };
}
