// What needs mending: inactive accounts in groups by cause, and one unit per authorization, oldest first.
import 'server-only';
import { accountCan } from '@/domain/account-actions';
import type { RelinkGroup, RelinkPage, RelinkUnit } from '@/domain/relink';
import type { RelinkQuery } from '@/domain/relink-query';
import { type Db, Prisma } from '@/server/db';
import { anyWordOf } from './list/account-filter';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { openActions } from './open-actions';
import { openRelinks } from './open-relinks';
import { toFacts } from './rows/account-facts';
import { type AccountRecord, accountColumns, toAccountRow, toHolder } from './rows/account-row';
import { stripeNow } from './stripe-now';

/** A login at a bank, or one account where Stripe gave no authorization. */
interface UnitRecord {
  unit: string;
  since: Date;
}

const maxGroups = 500;

const oldestFirst: Order = {
  name: 'inactiveSince',
  isDescending: false,
  kind: 'time',
  key: Prisma.sql`u.since`,
  id: Prisma.sql`u.unit`,
  keyOf: () => Prisma.sql`null::timestamptz`,
};

/** Every group, and a page of the units that have a matching inactive account. `now` is Stripe's, in ms. */
export async function listRelinks(db: Db, query: RelinkQuery, now?: number): Promise<RelinkPage> {
  const isMatch = conditionsOf(query);
  const [groups, units, counted] = await Promise.all([
    listGroups(db),
    listUnits(db, isMatch, query),
    countUnits(db, isMatch),
  ]);
  const shown = await readUnits(db, units.slice(0, query.limit), now ?? (await stripeNow(db)));
  const cursorOf = (row: UnitRecord) => cursorAfter(oldestFirst, row.since, row.unit);
  const page = pageOf(units, query.limit, totalOf(counted), (row) => shown.get(row.unit), cursorOf);
  return { ...page, groups, data: page.data.filter((unit) => unit !== undefined) };
}

function conditionsOf({ cause, action, institution, mendable }: RelinkQuery): Prisma.Sql {
  const conditions = [
    anyWordOf(Prisma.sql`a.cause`, cause),
    anyWordOf(Prisma.sql`a.action`, action),
    institution.length > 0 ? Prisma.sql`a.institution_name = any(${institution}::text[])` : null,
  ].filter((condition) => condition !== null);
  const isListed = conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
  // A login can be mended when one of its accounts can: only Stripe's "none" is beyond a relink.
  const canMend = Prisma.sql`bool_or(a.action is distinct from 'none')`;
  if (mendable === undefined) return Prisma.sql`bool_or(${isListed})`;
  return Prisma.sql`bool_or(${isListed}) and ${canMend} = ${mendable === 'true'}`;
}

const listGroups = (db: Db): Promise<RelinkGroup[]> =>
  db.$queryRaw<RelinkGroup[]>`
    select cause, action, institution_name as "institutionName", count(*)::int as "accountCount"
    from accounts where status = 'inactive' group by cause, action, institution_name
    order by "accountCount" desc, cause, action, institution_name limit ${maxGroups}`;

/** Inactive since Stripe's second of the change that we saw, or since we first saw the account, inactive already. */
function listUnits(db: Db, isMatch: Prisma.Sql, query: RelinkQuery): Promise<UnitRecord[]> {
  return db.$queryRaw<UnitRecord[]>`
    select u.unit, u.since from (
      select coalesce(a.authorization_id, a.id) as unit, min(coalesce(seen.evidence_at, a.first_seen_at)) as since
      from accounts a
      left join lateral (
        select c.evidence_at from account_changes c
        where c.account_id = a.id and 'status' = any(c.fields) order by c.id desc limit 1) as seen on true
      where a.status = 'inactive'
      group by coalesce(a.authorization_id, a.id) having ${isMatch}) as u
    where ${afterCursor(oldestFirst, query.cursor)}
    order by ${orderBy(oldestFirst)} limit ${query.limit + 1}`;
}

async function countUnits(db: Db, isMatch: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ counted: number }[]>`
    select count(*)::int as counted from (
      select 1 from accounts a where a.status = 'inactive'
      group by coalesce(a.authorization_id, a.id) having ${isMatch} limit ${countLimit + 1}) as matching`;
  return row?.counted ?? 0;
}

/** The units of a page with their accounts and open sessions: three queries for any number of units. */
async function readUnits(db: Db, units: UnitRecord[], now: number): Promise<Map<string, RelinkUnit>> {
  const names = units.map(({ unit }) => unit);
  const accounts = await db.$queryRaw<AccountRecord[]>`
    select ${accountColumns} from accounts a
    where (a.authorization_id = any(${names}::text[]) or a.id = any(${names}::text[])) and a.status = 'inactive'
    order by a.created_at, a.id`;
  const ids = accounts.map(({ id }) => id);
  const [open, actions] = await Promise.all([openRelinks(db, accounts), openActions(db, ids)]);
  const byUnit = Map.groupBy(accounts, (account) => account.authorization_id ?? account.id);
  const shown = new Map<string, RelinkUnit>();
  for (const { unit, since } of units) {
    const members = byUnit.get(unit) ?? [];
    const named = members.find((account) => account.action !== 'none') ?? members[0];
    // Active again since the page was counted: nothing to mend any more.
    if (!named) continue;
    const openSession = open.get(named.id) ?? null;
    const openAction = actions.get(named.id) ?? null;
    const can = accountCan(toFacts(named, openSession?.id ?? null, openAction), now).relink;
    shown.set(unit, { ...toUnit(named, members, since), openSession, can });
  }
  return shown;
}

function toUnit(
  named: AccountRecord,
  members: AccountRecord[],
  since: Date,
): Omit<RelinkUnit, 'openSession' | 'can'> {
  return {
    authorizationId: named.authorization_id,
    accountId: named.id,
    institutionName: named.institution_name,
    holder: toHolder(named),
    accounts: members.map(toAccountRow),
    inactiveSince: since.toISOString(),
  };
}
