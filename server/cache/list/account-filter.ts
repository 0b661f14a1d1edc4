// The filters of a list of accounts as conditions in SQL; each is served by an index of its own.
import 'server-only';
import { expiringDays } from '@/domain/account';
import { type AccountFilters, notGiven } from '@/domain/account-query';
import { pendingLimitMs, type RefreshFeature } from '@/domain/refresh';
import { Prisma } from '@/server/db';
import { freshnessCondition } from './freshness-filter';
import { isPermitted } from './permitted';

/** The moments that filters are relative to. */
export interface FilterTimes {
  /** Stripe's now, in ms. */
  now: number;
  /** An account read before this is stale. */
  staleBefore: Date;
}

export type FilterName = keyof AccountFilters;

/** The conditions of `accounts a` for all filters but one, joined by `and`. */
export function accountConditions(
  filters: AccountFilters,
  times: FilterTimes,
  without?: FilterName,
): Prisma.Sql {
  const conditions = Object.entries(conditionsOf(filters, times)).flatMap(([name, condition]) =>
    condition && name !== without ? [condition] : [],
  );
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

function conditionsOf(filters: AccountFilters, times: FilterTimes): Record<FilterName, Prisma.Sql | null> {
  return {
    status: anyOf(Prisma.sql`a.status`, filters.status),
    cause: anyWordOf(Prisma.sql`a.cause`, filters.cause),
    action: anyWordOf(Prisma.sql`a.action`, filters.action),
    institution: anyInstitution(filters.institution),
    holder: anyOf(Prisma.sql`a.holder_id`, filters.holder),
    category: anyOf(Prisma.sql`a.category`, filters.category),
    subcategory: anyOf(Prisma.sql`a.subcategory`, filters.subcategory),
    permission: overlaps(Prisma.sql`a.permissions`, filters.permission),
    subscription: overlaps(Prisma.sql`a.subscriptions`, filters.subscription),
    refresh: any(filters.refresh.map((value) => refreshCondition(value, times.now))),
    fresh: any(filters.fresh.map((value) => freshnessCondition(value, times.now))),
    livemode: filters.livemode ? Prisma.sql`a.livemode = ${filters.livemode === 'true'}` : null,
    expiring: filters.expiring ? expiringCondition(times.now) : null,
    stale: staleCondition(filters.stale, times.staleBefore),
    q: filters.q ? searchCondition(filters.q) : null,
  };
}

const any = (conditions: Prisma.Sql[]): Prisma.Sql | null =>
  conditions.length > 0 ? Prisma.sql`(${Prisma.join(conditions, ' or ')})` : null;

const anyOf = (column: Prisma.Sql, values: string[]): Prisma.Sql | null =>
  values.length > 0 ? Prisma.sql`${column} = any(${values}::text[])` : null;

const overlaps = (column: Prisma.Sql, values: string[]): Prisma.Sql | null =>
  values.length > 0 ? Prisma.sql`${column} && ${values}::text[]` : null;

/** A cause or action; `not_given` is an inactive account of which Stripe told none. */
export function anyWordOf(column: Prisma.Sql, values: string[]): Prisma.Sql | null {
  const words = anyOf(
    column,
    values.filter((value) => value !== notGiven),
  );
  const none = values.includes(notGiven) ? Prisma.sql`(a.status = 'inactive' and ${column} is null)` : null;
  return any([words, none].filter((condition) => condition !== null));
}

function anyInstitution(values: string[]): Prisma.Sql | null {
  const isId = (value: string) => value.startsWith('fcinst_');
  const byId = anyOf(Prisma.sql`a.institution_id`, values.filter(isId));
  const byName = anyOf(
    Prisma.sql`a.institution_name`,
    values.filter((value) => !isId(value)),
  );
  return any([byId, byName].filter((condition) => condition !== null));
}

/** The columns in which a feature's refresh stands. */
export const refreshColumns: Record<RefreshFeature, { status: Prisma.Sql; attemptedAt: Prisma.Sql }> = {
  balance: {
    status: Prisma.sql`a.balance_refresh_status`,
    attemptedAt: Prisma.sql`a.balance_refresh_attempted_at`,
  },
  ownership: {
    status: Prisma.sql`a.ownership_refresh_status`,
    attemptedAt: Prisma.sql`a.ownership_refresh_attempted_at`,
  },
  transactions: {
    status: Prisma.sql`a.transaction_refresh_status`,
    attemptedAt: Prisma.sql`a.transaction_refresh_attempted_at`,
  },
};

/** A refresh that began before this has had no answer from Stripe. */
export const pendingSince = (now: number): Prisma.Sql =>
  Prisma.sql`${new Date(now - pendingLimitMs).toISOString()}::timestamptz`;

/** "balance:failed" as a condition; the words are those of `refreshKind`, any other is Stripe's own. */
function refreshCondition(value: string, now: number): Prisma.Sql {
  const [name, word = ''] = value.split(':');
  const feature: RefreshFeature = name === 'ownership' || name === 'transactions' ? name : 'balance';
  const { status, attemptedAt } = refreshColumns[feature];
  if (word === 'never') return Prisma.sql`(${status} is null and ${isPermitted(feature)})`;
  if (word === 'not_permitted') return Prisma.sql`(${status} is null and not ${isPermitted(feature)})`;
  const isOverdue = Prisma.sql`coalesce(${attemptedAt} < ${pendingSince(now)}, false)`;
  if (word === 'no_answer') return Prisma.sql`(${status} = 'pending' and ${isOverdue})`;
  if (word === 'pending') return Prisma.sql`(${status} = 'pending' and not ${isOverdue})`;
  return Prisma.sql`${status} = ${word}::text`;
}

function staleCondition(stale: AccountFilters['stale'], before: Date): Prisma.Sql | null {
  if (!stale) return null;
  const limit = Prisma.sql`${before.toISOString()}::timestamptz`;
  return stale === 'true' ? Prisma.sql`a.read_at < ${limit}` : Prisma.sql`a.read_at >= ${limit}`;
}

/** Stripe expects access to end within days; the form is that of the index. `now` is Stripe's, in ms. */
export function expiringCondition(now: number): Prisma.Sql {
  const soon = new Date(now + expiringDays * 86_400_000).toISOString();
  return Prisma.sql`coalesce(a.expected_deactivation_at, 'infinity'::timestamptz) <= ${soon}::timestamptz`;
}

/** Escaped for `like`: what the operator typed is text, not a pattern. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The trigram index is on exactly this call: another order of its arguments would not use it. */
export const accountSearchText = Prisma.sql`account_search_text(a.display_name, a.holder_name, a.holder_email, a.institution_name,
    a.last4, a.id, a.holder_id, a.authorization_id)`;

/** What the operator typed, anywhere in the names, digits and ids of `accounts a`. */
export function searchCondition(q: string): Prisma.Sql {
  if (q.startsWith('fcsess_')) {
    return Prisma.sql`a.id in (
      select s.account_id from session_accounts s where s.session_id like ${`${likeText(q)}%`})`;
  }
  const text = Prisma.sql`${accountSearchText} like ${`%${likeText(q.toLowerCase())}%`}`;
  return /^\d{4}$/.test(q) ? Prisma.sql`(a.last4 = ${q} or ${text})` : text;
}
