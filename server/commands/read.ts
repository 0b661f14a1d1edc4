// Read again: asks Stripe for what it knows now. Free, unlike a refresh, which asks the bank.
import 'server-only';
import type { AccountDetail } from '@/domain/account';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { readAccount } from '@/server/sync/account';

export async function readAccountAgain(id: string): Promise<{ account: AccountDetail }> {
  // An id that we never saw may be read too: Stripe says whether it is an account of ours.
  await readAccount(id, 'interactive');
  return { account: await requireAccount(db, id) };
}
