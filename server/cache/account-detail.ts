// One account with everything around it: siblings, sessions, the stale answer kept aside, what may be done.
import 'server-only';
import type { AccountDetail, AccountNumber } from '@/domain/account';
import { accountCan } from '@/domain/account-actions';
import type { Db } from '@/server/db';
import { hasBadText } from '@/server/http/json';
import { openActions } from './open-actions';
import { openRelinks } from './open-relinks';
import { toFacts } from './rows/account-facts';
import { type AccountRecord, accountColumns, toAccountRow } from './rows/account-row';
import { safeRaw } from './rows/safe-raw';
import { type SessionRecord, sessionColumns, toSessionRow } from './rows/session-row';

interface DetailRecord extends AccountRecord {
  institution_id: string | null;
  ownership_id: string | null;
  payment_method_types: string[];
  account_numbers: AccountNumber[] | null;
  transaction_refresh_id: string | null;
  holder_read_at: Date | null;
  holder_error: string | null;
  first_seen_at: Date;
  source: string;
  api_version: string;
  raw: unknown;
}

/** A login rarely holds more; the list of accounts shows them all. */
const maxSiblings = 100;
const maxSessions = 20;

/** The account, or null; `now` is Stripe's, in ms. */
export async function readDetail(db: Db, id: string, now: number): Promise<AccountDetail | null> {
  // Pages pass on whatever stands in the address.
  if (hasBadText(id)) return null;
  const [row] = await db.$queryRaw<DetailRecord[]>`
    select ${accountColumns}, a.institution_id, a.ownership_id, a.payment_method_types, a.account_numbers,
      a.transaction_refresh_id, a.first_seen_at, a.source, a.api_version, a.raw,
      h.read_at as holder_read_at, h.error as holder_error
    from accounts a left join holders h on h.id = a.holder_id where a.id = ${id}`;
  if (!row) return null;
  const [siblings, sessions, stale, relinks, actions] = await Promise.all([
    readSiblings(db, row),
    readSessions(db, id),
    db.staleAnswer.findUnique({ where: { accountId: id } }),
    openRelinks(db, [row]),
    openActions(db, [id]),
  ]);
  const openAction = actions.get(id) ?? null;
  return {
    ...toAccountRow(row),
    institutionId: row.institution_id,
    ownershipId: row.ownership_id,
    permissions: row.permissions_known ? row.permissions : null,
    paymentMethodTypes: row.payment_method_types,
    accountNumbers: row.account_numbers,
    transactionRefreshId: row.transaction_refresh_id,
    holderRead: { at: row.holder_read_at?.toISOString() ?? null, refusal: row.holder_error },
    siblings: siblings.map(toAccountRow),
    sessions: sessions.map(toSessionRow),
    openAction,
    can: accountCan(toFacts(row, relinks.get(id)?.id ?? null, openAction), now),
    firstSeenAt: row.first_seen_at.toISOString(),
    source: row.source,
    apiVersion: row.api_version,
    staleAnswer: stale && {
      reason: stale.reason,
      firstAt: stale.firstAt.toISOString(),
      lastAt: stale.lastAt.toISOString(),
      agreed: stale.agreed,
    },
    raw: safeRaw(row.raw),
  };
}

async function readSiblings(db: Db, { id, authorization_id }: AccountRecord): Promise<AccountRecord[]> {
  if (authorization_id === null) return [];
  return db.$queryRaw<AccountRecord[]>`
    select ${accountColumns} from accounts a
    where a.authorization_id = ${authorization_id} and a.id <> ${id}
    order by a.created_at desc, a.id desc limit ${maxSiblings}`;
}

async function readSessions(db: Db, id: string): Promise<SessionRecord[]> {
  return db.$queryRaw<SessionRecord[]>`
    select ${sessionColumns} from session_accounts sa join sessions s on s.id = sa.session_id
    where sa.account_id = ${id}
    order by s.first_seen_at desc, s.id desc limit ${maxSessions}`;
}
