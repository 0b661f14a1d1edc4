// Subscription: Stripe refreshes transactions once a day, and at once when subscribing.
import 'server-only';
import type { AccountDetail } from '@/domain/account';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { postSubscription } from '@/server/stripe/client';
import { accountDeed } from './account-deed';
import { type Intent, perform } from './perform';

type Verb = 'subscribe' | 'unsubscribe';

async function change(
  verb: Verb,
  id: string,
  features: string[],
  intent: Intent,
): Promise<{ account: AccountDetail }> {
  const deed = accountDeed(
    id,
    (can) => can[verb],
    (lane, key) => postSubscription(lane, id, verb, features, key),
  );
  await perform({ kind: verb, accountId: id, params: { features }, reason: null }, intent, deed);
  return { account: await requireAccount(db, id) };
}

export const subscribeAccount = (id: string, features: string[], intent: Intent) =>
  change('subscribe', id, features, intent);
export const unsubscribeAccount = (id: string, features: string[], intent: Intent) =>
  change('unsubscribe', id, features, intent);
