// Relink: a session that mends an authorization, or, where Stripe offers no relink (GA), a new link for its holder.
import 'server-only';
import type { SessionDetail } from '@/domain/session';
import { requireSession } from '@/server/cache/sessions';
import { db, type Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { versionInUse } from '@/server/stripe/client';
import { readSession } from '@/server/sync/session';
import { lockAccount, refuseUnless, requireFacts } from './account-deed';
import { type Intent, perform } from './perform';
import { holderParams, sessionDeed } from './session';

/** Makes one relink session per authorization (or account, in GA). A second open one is refused as `relink_open`. */
export async function createRelink(accountId: string, intent: Intent): Promise<{ session: SessionDetail }> {
  const { row, can } = await requireFacts(db, accountId);
  // The session may have ended since we last looked: ask before refusing.
  if (!can.relink.allowed && can.relink.code === 'relink_open' && can.relink.sessionId) {
    await readSession(can.relink.sessionId, 'interactive', 'relink');
  }
  if (!row.holder_id)
    throw new AppError(
      'not_repairable',
      'Stripe names no holder for this account, so no session can be made.',
    );

  const isPreview = (await versionInUse()).endsWith('.preview');
  const authorization = isPreview ? row.authorization_id : null;
  const params = relinkParams(row.holder_id, row.permissions, authorization);
  const deed = sessionDeed(params, 'relink', authorization ? null : accountId);
  const asked = { kind: 'relink.create', accountId, params, reason: null } as const;
  const { targetId } = await perform(asked, intent, {
    ...deed,
    check: async (tx) => {
      // One at a time per authorization, whichever of its accounts was clicked.
      const unit = row.authorization_id ?? accountId;
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`relink:${unit}`}))`;
      const locked = await lockAccount(tx, accountId);
      refuseUnless(locked.can.relink);
      await refuseWhileBegun(tx, row.authorization_id, accountId);
      const { status, cause, action } = locked.facts;
      return { status, cause, action };
    },
  });
  return { session: await requireSession(db, targetId) };
}

/** A relink of a sibling whose answer has not come yet is as good as an open session. */
async function refuseWhileBegun(
  tx: Prisma.TransactionClient,
  authorizationId: string | null,
  accountId: string,
) {
  if (authorizationId === null) return;
  const [begun] = await tx.$queryRaw<{ id: string }[]>`
    select x.id from actions x join accounts a on a.id = x.account_id
    where x.state = 'due' and x.kind = 'relink.create' and a.authorization_id = ${authorizationId}
      and a.id <> ${accountId}
    limit 1`;
  if (begun)
    throw new AppError('request_in_progress', 'A relink session for this login is being made right now.');
}

function relinkParams(
  holder: string,
  permissions: string[],
  authorization: string | null,
): Prisma.InputJsonObject {
  // What the customer had granted is asked for again: a relink must not lose a permission.
  const asked = permissions.length > 0 ? permissions : ['balances'];
  return {
    account_holder: holderParams(holder),
    permissions: asked,
    ...(authorization ? { relink_options: { authorization } } : {}),
  };
}
