// The sessions that this console made or looked up: a page of the list, and one with all that it brought.
import 'server-only';
import type { Page } from '@/domain/page';
import { seenText } from '@/domain/seen-text';
import {
  type SessionDetail,
  type SessionFacets,
  type SessionRow,
  sessionOrigins,
  sessionOutcomes,
} from '@/domain/session';
import type { SessionFilters, SessionQuery } from '@/domain/session-query';
import { type Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { hasBadText } from '@/server/http/json';
import { likeText } from './list/account-filter';
import { countValues } from './list/count-values';
import { afterCursor, countLimit, cursorAfter, type Order, orderBy, pageOf, totalOf } from './list/keyset';
import { type AccountRecord, accountColumns, toAccountRow } from './rows/account-row';
import { safeRaw } from './rows/safe-raw';
import { type SessionRecord, sessionColumns, toSessionRow } from './rows/session-row';

/** The accounts shown with a session; a login with more is rare, and the list of accounts finds them by the session's id. */
const maxAccounts = 200;

/** A page of sessions by when they were first seen. */
export async function listSessions(db: Db, query: SessionQuery): Promise<Page<SessionRow>> {
  const order = orderOf(query.sort);
  const matches = conditionsOf(query);
  const [rows, [count]] = await Promise.all([
    db.$queryRaw<SessionRecord[]>`
      select ${sessionColumns} from sessions s
      where ${matches} and ${afterCursor(order, query.cursor)}
      order by ${orderBy(order)} limit ${query.limit + 1}`,
    db.$queryRaw<{ counted: number }[]>`
      select count(*)::int as counted from (
        select 1 from sessions s where ${matches} limit ${countLimit + 1}) as matching`,
  ]);
  const cursorOf = (row: SessionRecord) => cursorAfter(order, row.first_seen_at, row.id);
  return pageOf(rows, query.limit, totalOf(count?.counted ?? 0), toSessionRow, cursorOf);
}

const orderOf = (sort: string): Order => ({
  name: sort,
  isDescending: sort.startsWith('-'),
  kind: 'time',
  key: Prisma.sql`s.first_seen_at`,
  id: Prisma.sql`s.id`,
  keyOf: (id) => Prisma.sql`(select s.first_seen_at from sessions s where s.id = ${id})`,
});

/** How many sessions each outcome and each origin would leave, each under the other filters. */
export function countSessionFacets(db: Db, filters: SessionFilters): Promise<SessionFacets> {
  const values = {
    outcome: [...sessionOutcomes, ...filters.outcome],
    origin: [...sessionOrigins, ...filters.origin],
  };
  return countValues(
    db,
    values,
    (facet, value) => Prisma.sql`sessions s where ${conditionsOf({ ...filters, [facet]: [value] })}`,
  );
}

function conditionsOf({ outcome, origin, holder, q }: SessionFilters): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (outcome.length > 0) conditions.push(Prisma.sql`s.outcome = any(${outcome}::text[])`);
  if (origin.length > 0) conditions.push(Prisma.sql`s.origin = any(${origin}::text[])`);
  if (holder.length > 0) conditions.push(Prisma.sql`s.holder_id = any(${holder}::text[])`);
  if (q) {
    const start = `${likeText(q)}%`;
    conditions.push(
      Prisma.sql`(s.id like ${start} or s.holder_id like ${start} or s.holder_name ilike ${`%${start}`})`,
    );
  }
  return Prisma.join(conditions, ' and ');
}

/** One session with its accounts. Throws not_found. */
export async function requireSession(db: Db, id: string): Promise<SessionDetail> {
  if (hasBadText(id)) throw unknownSession(id);
  const [stored, accounts] = await Promise.all([
    db.session.findUnique({ where: { id } }),
    db.$queryRaw<AccountRecord[]>`
      select ${accountColumns} from session_accounts sa join accounts a on a.id = sa.account_id
      where sa.session_id = ${id} order by a.created_at desc, a.id desc limit ${maxAccounts}`,
  ]);
  if (!stored) throw unknownSession(id);
  return {
    id: stored.id,
    livemode: stored.livemode,
    origin: stored.origin,
    outcome: stored.outcome,
    status: stored.status,
    holder: { type: stored.holderType, id: stored.holderId, name: seenText(stored.holderName) },
    permissions: stored.permissions,
    prefetch: stored.prefetch,
    accountCount: stored.accountCount,
    relinkAuthorizationId: stored.relinkAuthorizationId,
    relinkAccountId: stored.relinkAccountId,
    relinkFailureReason: stored.relinkFailureReason,
    firstSeenAt: stored.firstSeenAt.toISOString(),
    readAt: stored.readAt.toISOString(),
    version: stored.version.toString(),
    filters: toFilters(stored.filters),
    limitAccounts: stored.limitAccounts,
    manualEntryMode: stored.manualEntryMode,
    returnUrl: stored.returnUrl,
    uiMode: stored.uiMode,
    relinkResult: toRelinkResult(stored.relinkResult),
    statusDetails: safeRaw(stored.statusDetails),
    accounts: accounts.map(toAccountRow),
    raw: safeRaw(stored.raw),
    apiVersion: stored.apiVersion,
  };
}

const unknownSession = (id: string) =>
  new AppError(
    'not_found',
    `This console has not seen the session ${id}. Look it up to read it from Stripe.`,
  );

function toFilters(stored: unknown): SessionDetail['filters'] {
  const filters = fieldsOf(stored);
  return (
    filters && {
      accountSubcategories: textsOf(filters.accountSubcategories),
      country: textOf(filters.country),
      requirePaymentMethodSupport: textOf(filters.requirePaymentMethodSupport),
      institution: textOf(filters.institution),
    }
  );
}

function toRelinkResult(stored: unknown): SessionDetail['relinkResult'] {
  const result = fieldsOf(stored);
  return (
    result && {
      account: textOf(result.account),
      authorization: textOf(result.authorization),
      failureReason: textOf(result.failureReason),
    }
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null ? { ...value } : null;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const textsOf = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
