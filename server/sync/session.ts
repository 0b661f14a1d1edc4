// Sessions that we made or looked up: read again until they end, with the accounts that they brought.
import 'server-only';
import { settleHints } from '@/server/cache/hints';
import { type Db, db, nextReadNo, Prisma } from '@/server/db';
import { enqueue } from '@/server/jobs/queue';
import { type Answer, type Lane, listAccountsPage, retrieveSession } from '@/server/stripe/client';
import { type SessionValues, toSession } from '@/server/stripe/map';
import { WireAccount, type WireSession } from '@/server/stripe/wire';
import { letIn } from './account';
import { noteClock } from './clock';

/** Reads one session and what it brought. `origin` counts only when it is new to us. */
export async function readSession(id: string, lane: Lane, origin: string): Promise<void> {
  const readNo = await nextReadNo(db);
  const answer = await retrieveSession(lane, id);
  await noteClock(answer);
  const rest = await accountsBeyondFirstPage(answer.data, lane);
  await db.$transaction((tx) => letSessionIn(tx, answer, readNo, origin, rest));
}

/** The session object carries the first accounts only; a larger one lists the others. */
async function accountsBeyondFirstPage(session: WireSession, lane: Lane): Promise<WireAccount[]> {
  if (!session.accounts?.has_more) return [];
  const accounts: WireAccount[] = [];
  let after: string | null = null;
  do {
    const { data } = await listAccountsPage(lane, after, { session: session.id });
    accounts.push(...data.rows);
    after = data.hasMore ? data.lastId : null;
  } while (after);
  return accounts;
}

/** Stores a session by its own guard (a later read wins) and its accounts by theirs. */
export async function letSessionIn(
  tx: Db,
  answer: Answer<WireSession>,
  readNo: bigint,
  origin: string,
  more: WireAccount[] = [],
): Promise<void> {
  const embedded = (answer.data.accounts?.data ?? []).flatMap(
    (item) => WireAccount.safeParse(item).data ?? [],
  );
  const accounts = [...embedded, ...more];
  const session = toSession(answer.data);
  const accountIds = [...new Set([...session.accountIds, ...more.map((account) => account.id)])];
  const isNewer = await saveSession(tx, { ...session, accountIds }, origin, readNo, answer.apiVersion);
  await settleHints(tx, [session.id], readNo);
  await letIn(tx, accounts, answer, { readNo, source: 'session' });
  if (!isNewer) return;
  await tx.$executeRaw`
    insert into session_accounts (session_id, account_id)
    select ${session.id}, id from accounts where id = any(${accountIds})
    on conflict do nothing`;
  if (session.outcome === 'open') {
    await enqueue(tx, [
      { name: 'read-session', payload: { id: session.id }, key: `session:${session.id}`, delaySeconds: 15 },
    ]);
    return;
  }
  // A relink that ended changed accounts that the session itself may not list.
  const authorization = session.relinkResult?.authorization ?? session.relinkAuthorizationId;
  if (!authorization) return;
  const siblings = await tx.account.findMany({
    where: { authorizationId: authorization },
    select: { id: true },
  });
  await enqueue(
    tx,
    siblings.map(({ id }) => ({ name: 'read-account', payload: { id }, key: `read:${id}`, priority: 1 })),
  );
}

async function saveSession(
  tx: Db,
  session: SessionValues,
  origin: string,
  readNo: bigint,
  apiVersion: string,
) {
  const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  const rows = await tx.$queryRaw<{ id: string }[]>`
    insert into sessions as s (id, livemode, origin, holder_type, holder_id, holder_name, permissions, prefetch, filters,
      limit_accounts, manual_entry_mode, return_url, ui_mode, relink_authorization_id, relink_account_id, relink_result,
      relink_failure_reason, status, status_details, outcome, account_count, raw, api_version, read_no, version, read_at)
    select ${session.id}, ${session.livemode}, ${origin}, ${session.holderType}, ${session.holderId},
      (select name from holders where id = ${session.holderId}),
      ${session.permissions}, ${session.prefetch}, ${json(session.filters)}::jsonb, ${session.limitAccounts}::int,
      ${session.manualEntryMode}, ${session.returnUrl}, ${session.uiMode}, ${session.relinkAuthorizationId},
      ${session.relinkAccountId}, ${json(session.relinkResult)}::jsonb, ${session.relinkFailureReason},
      ${session.status}, ${json(session.statusDetails)}::jsonb, ${session.outcome}, ${session.accountIds.length},
      ${json(session.raw)}::jsonb, ${apiVersion}, ${readNo}, nextval('change_version'), now()
    on conflict (id) do update set
      ${Prisma.raw(sessionColumns.map((column) => `${column} = excluded.${column}`).join(', '))},
      version = nextval('change_version'),
      relink_authorization_id = coalesce(excluded.relink_authorization_id, s.relink_authorization_id),
      relink_account_id = coalesce(excluded.relink_account_id, s.relink_account_id)
    where excluded.read_no > s.read_no
    returning id`;
  return rows.length > 0;
}

const sessionColumns = [
  ...[
    'livemode',
    'holder_type',
    'holder_id',
    'holder_name',
    'permissions',
    'prefetch',
    'filters',
    'limit_accounts',
  ],
  ...['manual_entry_mode', 'return_url', 'ui_mode', 'relink_result', 'relink_failure_reason', 'status'],
  ...['status_details', 'outcome', 'account_count', 'raw', 'api_version', 'read_no', 'read_at'],
];

/** How often an open session is looked at: often while a customer may be in it, then rarely; in the end never. */
export function sessionDelaySeconds(ageSeconds: number): number | null {
  if (ageSeconds < 3_600) return 15;
  if (ageSeconds < 86_400) return 300;
  return ageSeconds < 7 * 86_400 ? 3_600 : null;
}
