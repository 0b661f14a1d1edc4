// Disconnect: ends Stripe's access to the account for good. Our copy of its data stays, with its time.
import 'server-only';
import type { AccountDetail } from '@/domain/account';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { postDisconnect } from '@/server/stripe/client';
import { accountDeed } from './account-deed';
import { type Intent, perform } from './perform';

export async function disconnectAccount(
  id: string,
  reason: string,
  intent: Intent,
): Promise<{ account: AccountDetail }> {
  const deed = accountDeed(
    id,
    (can) => can.disconnect,
    (lane, key) => postDisconnect(lane, id, key),
  );
  await perform({ kind: 'disconnect', accountId: id, params: {}, reason }, intent, deed);
  return { account: await requireAccount(db, id) };
}
