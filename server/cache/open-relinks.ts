// Which relink sessions are open for accounts: by the authorization they name, or by the account.
import 'server-only';
import type { Db } from '@/server/db';

export interface OpenRelink {
  id: string;
  firstSeenAt: string;
}

interface Linked {
  id: string;
  authorization_id: string | null;
}

/** The newest open relink session per account id; one query for any number of accounts. */
export async function openRelinks(db: Db, accounts: Linked[]): Promise<Map<string, OpenRelink>> {
  const accountIds = accounts.map((account) => account.id);
  const authorizationIds = accounts.flatMap((account) => account.authorization_id ?? []);
  const sessions = await db.session.findMany({
    where: {
      outcome: 'open',
      OR: [{ relinkAccountId: { in: accountIds } }, { relinkAuthorizationId: { in: authorizationIds } }],
    },
    select: { id: true, firstSeenAt: true, relinkAccountId: true, relinkAuthorizationId: true },
    // Newest last, so that it is the one that stays in the maps.
    orderBy: [{ firstSeenAt: 'asc' }, { id: 'asc' }],
  });
  const byAccount = new Map(sessions.map((session) => [session.relinkAccountId, session]));
  const byAuthorization = new Map(sessions.map((session) => [session.relinkAuthorizationId, session]));
  const open = new Map<string, OpenRelink>();
  for (const { id, authorization_id } of accounts) {
    const session = (authorization_id && byAuthorization.get(authorization_id)) || byAccount.get(id);
    if (session) open.set(id, { id: session.id, firstSeenAt: session.firstSeenAt.toISOString() });
  }
  return open;
}
