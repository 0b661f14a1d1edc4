// Which actions of operators have no result from Stripe yet, and go on by themselves.
import 'server-only';
import type { Db } from '@/server/db';

/** The kind of such an action by account id; one query for any number of accounts. What runs right now is none of them. */
export async function openActions(db: Db, accountIds: string[]): Promise<Map<string, string>> {
  const actions = await db.action.findMany({
    where: { accountId: { in: accountIds }, state: 'due', leaseUntil: null },
    select: { accountId: true, kind: true },
  });
  return new Map(actions.flatMap(({ accountId, kind }) => (accountId ? [[accountId, kind]] : [])));
}
