// Which actions of operators have no result from Stripe yet, and go on by themselves.
import 'server-only';
import { verbOf } from '@/domain/audit';
import type { OpenAction } from '@/domain/job';
import type { Db } from '@/server/db';

/** The kind of such an action by account id; one query for any number of accounts. What runs right now is none of them. */
export async function openActions(db: Db, accountIds: string[]): Promise<Map<string, string>> {
  const actions = await db.action.findMany({
    where: { accountId: { in: accountIds }, state: 'due', leaseUntil: null },
    select: { accountId: true, kind: true },
  });
  return new Map(actions.flatMap(({ accountId, kind }) => (accountId ? [[accountId, kind]] : [])));
}

const mostListed = 50;

/** Every action without a result, those that run right now too: at most 50, the oldest first. */
export async function listOpenActions(db: Db): Promise<OpenAction[]> {
  const actions = await db.action.findMany({
    where: { state: 'due' },
    select: { id: true, kind: true, accountId: true, actor: true, createdAt: true, attempts: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: mostListed,
  });
  return actions.map(({ kind, createdAt, ...rest }) => ({
    ...rest,
    verb: verbOf(kind),
    createdAt: createdAt.toISOString(),
  }));
}
