// A login at a bank: the authorization with all its accounts, held together in one order.
import { getAccount, lockAccountsOf, lockAuthorization } from '@/emulator/bank/records';
import type { Account, Authorization } from '@/emulator/objects';
import type { Tx } from '@/emulator/store';

export interface Login {
  authorization: Authorization;
  accounts: Account[];
  /** The account by which it was found. */
  account: Account;
}

/** Holds the login of an account; null when there is no such account. */
export async function lockLogin(tx: Tx, accountId: string): Promise<Login | null> {
  const seen = await getAccount(tx.query, tx.world.id, accountId);
  if (seen === null) return null;
  const authorization = await lockAuthorization(tx, seen.body.authorization);
  if (authorization === null) return null;
  const accounts = await lockAccountsOf(tx, authorization.body.id);
  const account = accounts.find(({ body }) => body.id === accountId);
  return account === undefined ? null : { authorization, accounts, account };
}

/** What a login's status follows from: the accounts under it. */
export function settleStatus({ authorization, accounts }: Omit<Login, 'account'>): void {
  const { body } = authorization;
  const left = accounts.filter((account) => account.body.status !== 'disconnected');
  if (accounts.length > 0 && left.length === 0) {
    body.status = 'disconnected';
    body.status_details = {};
    return;
  }
  const broken = left.filter((account) => account.body.status === 'inactive');
  if (broken.length < left.length || left.length === 0) {
    const active = body.status === 'active' ? body.status_details.active : undefined;
    body.status = 'active';
    body.status_details = active === undefined ? {} : { active };
    return;
  }
  const mendable = broken.some(({ body }) => body.status_details.inactive?.action === 'relink_required');
  body.status = 'inactive';
  body.status_details = { inactive: { action: mendable ? 'relink_required' : 'none' } };
}
