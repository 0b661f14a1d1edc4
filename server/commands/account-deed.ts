// What the actions on one account have in common: lock it, refuse by the one rule, store Stripe's answer.
import 'server-only';
import { type AccountCan, type AccountFacts, accountCan, type Verdict } from '@/domain/account-actions';
import { openRelinks } from '@/server/cache/open-relinks';
import { toFacts } from '@/server/cache/rows/account-facts';
import { type AccountRecord, accountColumns } from '@/server/cache/rows/account-row';
import { stripeNow } from '@/server/cache/stripe-now';
import type { Db, Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { log } from '@/server/log';
import type { Answer, Lane } from '@/server/stripe/client';
import type { WireAccount } from '@/server/stripe/wire';
import { letIn, readAccount } from '@/server/sync/account';
import type { Deed, Kept } from './perform';

/** A deed on one account; `allowed` picks the verdict that must be yes. */
export function accountDeed(
  id: string,
  allowed: (can: AccountCan) => Verdict,
  call: (lane: Lane, idempotencyKey: string) => Promise<Answer<WireAccount>>,
): Deed<WireAccount> {
  let isShown = true;
  return {
    check: async (tx) => {
      const { facts, can } = await lockAccount(tx, id);
      refuseUnless(allowed(can));
      return summaryOf(facts);
    },
    call,
    keep: async (tx, answer, readNo) => {
      const { saved } = await letIn(tx, [answer.data], answer, { readNo, source: 'action' });
      isShown = saved.length > 0;
      return await keptAccount(tx, id);
    },
    show: async () => {
      if (!isShown) await readUnlessSilent(id);
    },
  };
}

/** The answer was overtaken by a read or an event that may know less. Should this read fail, a job does it soon. */
async function readUnlessSilent(id: string): Promise<void> {
  try {
    await readAccount(id, 'interactive');
  } catch (error) {
    log.warn({ account: id, error: String(error) }, 'what an action did is not shown yet');
  }
}

/** What may be done to the account now, and its row. Throws `not_found`. */
export async function requireFacts(
  db: Db,
  id: string,
): Promise<{ row: AccountRecord; facts: AccountFacts; can: AccountCan }> {
  const [row] = await db.$queryRaw<
    AccountRecord[]
  >`select ${accountColumns} from accounts a where a.id = ${id}`;
  if (!row) throw new AppError('not_found', 'No account with this id is in the copy.');
  const relinks = await openRelinks(db, [row]);
  // An action without a result is looked for under the lock, running ones too.
  const facts = toFacts(row, relinks.get(id)?.id ?? null, null);
  return { row, facts, can: accountCan(facts, await stripeNow(db)) };
}

/** The same, while no other action on this account can begin; refused while one has no result yet. */
export async function lockAccount(tx: Db, id: string) {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`account:${id}`}))`;
  const found = await requireFacts(tx, id);
  const open = await tx.action.findFirst({ where: { accountId: id, state: 'due' }, select: { kind: true } });
  if (!open) return found;
  const detail = `Another action on this account (${open.kind}) has no result yet. Wait until it has.`;
  throw new AppError('request_in_progress', detail);
}

/** Throws the refusal that a verdict stands for. */
export function refuseUnless(verdict: Verdict): void {
  if (!verdict.allowed) throw refusalOf(verdict);
}

/** The error for a verdict that is no. */
export function refusalOf(verdict: Verdict): AppError {
  if (verdict.allowed) return new AppError('internal', 'An allowed action was taken for a refused one.');
  const { code, reason, availableAt, sessionId } = verdict;
  return new AppError(code, reason, {
    ...(availableAt ? { availableAt } : {}),
    ...(sessionId ? { sessionId } : {}),
  });
}

/** The account as the audit entry shows it after an action. */
export async function keptAccount(tx: Db, id: string): Promise<Kept> {
  const { facts } = await requireFacts(tx, id);
  return { targetType: 'account', targetId: id, after: summaryOf(facts) };
}

function summaryOf({
  status,
  cause,
  action,
  subscriptions,
  refreshes,
}: AccountFacts): Prisma.InputJsonObject {
  const { balance, ownership, transactions } = refreshes;
  return {
    status,
    cause,
    action,
    subscriptions,
    refreshes: { balance: balance.status, ownership: ownership.status, transactions: transactions.status },
  };
}
