// The few accounts, holders and sessions that a text may mean: what the palette shows while somebody types.
import 'server-only';
import {
  type AccountHit,
  type HolderHit,
  minSearchLength,
  type SearchAnswer,
  type SessionHit,
} from '@/domain/search';
import { seenText } from '@/domain/seen-text';
import { type Db, Prisma } from '@/server/db';
import { accountSearchText, likeText, searchCondition } from './list/account-filter';
import { type AccountRecord, iso, toHolder } from './rows/account-row';
import type { SessionRecord } from './rows/session-row';

const most = { accounts: 6, holders: 4, sessions: 4 };

/** More accounts of one holder are told as "100 or more". */
const countLimit = 100;

/** The best hits of each kind, never more than a screen of them. Too short a text finds nothing. */
export async function searchEverything(db: Db, typed: string): Promise<SearchAnswer> {
  const q = withoutDots(typed);
  const [exact, accounts, holders, sessions] = await Promise.all([
    isLast4(q) ? db.$queryRaw<AccountHitRecord[]>(last4Statement(q)) : [],
    isText(q) && !isSessionId(q) ? db.$queryRaw<AccountHitRecord[]>(accountsStatement(q)) : [],
    isText(q) ? db.$queryRaw<HolderHitRecord[]>(holdersStatement(q)) : [],
    isSessionId(q) ? db.$queryRaw<SessionHitRecord[]>(sessionsStatement(q)) : [],
  ]);
  // Four digits are asked for as the end of an account number first, and only then as a part of some id.
  const all = [...new Map([...exact, ...accounts].map((row) => [row.id, row])).values()];
  return {
    accounts: all.slice(0, most.accounts).map(toAccountHit),
    hasMoreAccounts: all.length > most.accounts,
    holders: holders.map(toHolderHit),
    sessions: sessions.map(toSessionHit),
  };
}

/** "••6789" stands on every page: copied from there it means the digits. */
const withoutDots = (typed: string) => typed.trim().replace(/^[•*]+\s*/, '');

const isLast4 = (q: string) => /^\d{4}$/.test(q);

/** Without a letter or digit no index could help. */
const isText = (q: string) => [...q].length >= minSearchLength && /[\p{L}\p{N}]/u.test(q);

const isSessionId = (q: string) => /^fcsess_\w*$/.test(q);

const accountColumns = Prisma.sql`
  a.id, a.institution_name, a.display_name, a.last4, a.status, a.cause, a.action, a.expected_deactivation_at,
  a.holder_type, a.holder_id, a.holder_name, a.holder_email,
  (select h.is_deleted from holders h where h.id = a.holder_id) as holder_is_deleted`;

/** The newest accounts that end in these digits. Like all statements here its plan is tested. */
export function last4Statement(digits: string): Prisma.Sql {
  return Prisma.sql`
    select ${accountColumns} from accounts a where a.last4 = ${digits}
    order by a.created_at desc, a.id desc limit ${most.accounts + 1}`;
}

/** The newest accounts that the list would find by the same text; two characters begin a word. */
export function accountsStatement(q: string): Prisma.Sql {
  return Prisma.sql`
    select ${accountColumns} from accounts a
    where ${isShort(q) ? beginsWord(accountSearchText, q) : searchCondition(q)}
    order by a.created_at desc, a.id desc limit ${most.accounts + 1}`;
}

/** Holders by any part of name, e-mail or id; two characters begin a word. */
export function holdersStatement(q: string): Prisma.Sql {
  const text = Prisma.sql`holder_search_text(h.name, h.email, h.id)`;
  return Prisma.sql`
    select h.*, (
      select count(*)::int from (select 1 from accounts a where a.holder_id = h.id limit ${countLimit + 1}) as held
    ) as counted
    from (
      select h.id, h.type, h.name, h.email, h.is_deleted from holders h
      where ${isShort(q) ? beginsWord(text, q) : Prisma.sql`${text} like ${`%${likeText(q.toLowerCase())}%`}`}
      order by h.id limit ${most.holders}
    ) as h`;
}

/** Sessions whose id begins so, the newest first. */
export function sessionsStatement(q: string): Prisma.Sql {
  return Prisma.sql`
    select s.id, s.origin, s.outcome, s.holder_type, s.holder_id, s.holder_name, s.account_count, s.first_seen_at
    from sessions s where s.id like ${`${likeText(q)}%`}
    order by s.first_seen_at desc, s.id desc limit ${most.sessions}`;
}

/** An index of trigrams knows no part of a word that is shorter, but it knows how words begin. */
const isShort = (q: string) => [...q].length < 3;

function beginsWord(text: Prisma.Sql, q: string): Prisma.Sql {
  const part = likeText(q.toLowerCase());
  return Prisma.sql`(${text} like ${`${part}%`} or ${text} like ${`% ${part}%`})`;
}

type AccountHitRecord = Pick<
  AccountRecord,
  | 'id'
  | 'institution_name'
  | 'display_name'
  | 'last4'
  | 'status'
  | 'cause'
  | 'action'
  | 'expected_deactivation_at'
  | 'holder_type'
  | 'holder_id'
  | 'holder_name'
  | 'holder_email'
  | 'holder_is_deleted'
>;

function toAccountHit(row: AccountHitRecord): AccountHit {
  return {
    id: row.id,
    institutionName: row.institution_name,
    displayName: seenText(row.display_name),
    last4: row.last4,
    status: row.status,
    cause: row.cause,
    action: row.action,
    expectedDeactivationAt: iso(row.expected_deactivation_at),
    holder: toHolder(row),
  };
}

interface HolderHitRecord {
  id: string;
  type: string;
  name: string | null;
  email: string | null;
  is_deleted: boolean;
  counted: number;
}

function toHolderHit(row: HolderHitRecord): HolderHit {
  const { id, type, email, counted } = row;
  const accounts = { value: Math.min(counted, countLimit), exact: counted <= countLimit };
  return { id, type, name: seenText(row.name), email, isDeleted: row.is_deleted, accounts };
}

type SessionHitRecord = Pick<
  SessionRecord,
  | 'id'
  | 'origin'
  | 'outcome'
  | 'holder_type'
  | 'holder_id'
  | 'holder_name'
  | 'account_count'
  | 'first_seen_at'
>;

function toSessionHit(row: SessionHitRecord): SessionHit {
  return {
    id: row.id,
    origin: row.origin,
    outcome: row.outcome,
    holder: { type: row.holder_type, id: row.holder_id, name: seenText(row.holder_name) },
    accountCount: row.account_count,
    firstSeenAt: row.first_seen_at.toISOString(),
  };
}
