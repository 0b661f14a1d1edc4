// Relinking: the same login mended, other accounts chosen, or new ids for the same accounts.
import type { Visit } from '@/emulator/bank/flow';
import { findInstitution, type Institution, institutions } from '@/emulator/bank/institutions';
import { mendAccount, renewNumbers } from '@/emulator/bank/life';
import { addAuthorization, afterwards, linkAccounts, prefetch } from '@/emulator/bank/link';
import { settleStatus } from '@/emulator/bank/login';
import {
  addAccounts,
  lockAccountsOf,
  lockAuthorization,
  saveAccount,
  saveAuthorization,
} from '@/emulator/bank/records';
import { unschedule } from '@/emulator/clock';
import { emitAccount, emitAuthorization } from '@/emulator/events';
import type { Account, Authorization, SessionBody } from '@/emulator/objects';
import { idAt } from '@/emulator/random';
import { seconds, type Tx } from '@/emulator/store';

interface Group {
  authorization: Authorization;
  accounts: Account[];
}

/** Ends a relink session's flow: fills its result and gives the accounts it brought. */
export async function relink(tx: Tx, body: SessionBody, visit: Visit): Promise<Account[]> {
  const authorization = await lockAuthorization(tx, body.relink_options?.authorization ?? '');
  if (authorization === null || institutionOf(authorization).down === true) {
    fail(body, 'no_authorization');
    return [];
  }
  const accounts = await lockAccountsOf(tx, authorization.body.id);
  const group = { authorization, accounts };
  if (visit.differentAccounts === true) return chooseOthers(tx, body, group);
  return tx.switches.newIdsAtRelink ? replace(tx, body, group) : mend(tx, body, group);
}

function fail(body: SessionBody, reason: 'no_authorization' | 'no_account'): void {
  body.status = 'failed';
  body.relink_result = { account: null, authorization: null, failure_reason: reason };
}

function succeed(body: SessionBody, authorization: string, account: string | null): void {
  body.status = 'succeeded';
  body.relink_result = { account, authorization, failure_reason: null };
}

// A seeded bank behaves like the plain test institution, under its own name.
function institutionOf(authorization: Authorization): Institution {
  const { institution: id, institution_name: name } = authorization.body;
  const plain = institutions[0]?.accounts ?? [];
  return findInstitution(authorization.institution) ?? { name, id, accounts: plain };
}

/** Which accounts the flow brings back: all but those ended or closed for good. */
function mendable(account: Account): boolean {
  const { status, status_details } = account.body;
  return status === 'active' || (status === 'inactive' && status_details.inactive?.action !== 'none');
}

async function mend(tx: Tx, body: SessionBody, group: Group): Promise<Account[]> {
  const { authorization, accounts } = group;
  const brought = accounts.filter(mendable);
  const demanded = body.relink_options?.account ?? null;
  await unschedule(tx, authorization.body.id, ['login_lapses', 'lapse_warning', 'breaks']);
  for (const account of brought) {
    await widen(tx, body, account);
    await mendAccount(tx, account);
    await renewActive(tx, account);
    await prefetch(tx, body, account);
    await saveAccount(tx, account);
  }
  const expected = authorization.body.status_details.active !== undefined;
  authorization.body.status_details = {};
  settleStatus(group);
  await saveAuthorization(tx, authorization);
  if (expected) emitAuthorization(tx, 'expected_deactivation_date_updated', authorization);
  await afterwards(tx, institutionOf(authorization), { authorization, accounts: brought }, 'relinked');
  if (brought.length === 0) fail(body, 'no_authorization');
  else if (demanded !== null && !brought.some((account) => account.body.id === demanded))
    fail(body, 'no_account');
  else succeed(body, authorization.body.id, demanded);
  return brought;
}

/** A relink is also the way to more permissions. */
async function widen(tx: Tx, body: SessionBody, account: Account): Promise<void> {
  const before = account.body.permissions ?? [];
  account.body.permissions = [...new Set([...before, ...body.permissions])];
  const pays = account.body.category === 'cash' && account.body.supported_payment_method_types.length === 0;
  if (!pays || !body.permissions.includes('payment_method') || before.includes('payment_method')) return;
  account.body.supported_payment_method_types = ['us_bank_account'];
  await saveAccount(tx, account);
  emitAccount(tx, 'supported_payment_method_types_updated', account);
}

/** An account that still worked loses its forecast and gets fresh numbers too. */
async function renewActive(tx: Tx, account: Account): Promise<void> {
  if (account.body.status_details.active !== undefined) {
    account.body.status_details = {};
    emitAccount(tx, 'expected_deactivation_date_updated', account);
  }
  if (renewNumbers(account)) emitAccount(tx, 'account_numbers_updated', account);
}

/** The user picks accounts that were not linked before; those left out stay as they are. */
async function chooseOthers(tx: Tx, body: SessionBody, group: Group): Promise<Account[]> {
  const { authorization, accounts } = group;
  const institution = institutionOf(authorization);
  const taken = new Set(accounts.map((account) => account.inside.template));
  const free = institution.accounts.map((_, index) => index).filter((index) => !taken.has(index));
  const brought = await linkAccounts(
    tx,
    body,
    authorization,
    institution,
    free.slice(0, body.limits?.accounts ?? 2),
  );
  settleStatus({ authorization, accounts: [...accounts, ...brought] });
  await saveAuthorization(tx, authorization);
  if (body.relink_options?.account != null) fail(body, 'no_account');
  else if (brought.length === 0) fail(body, 'no_authorization');
  else succeed(body, authorization.body.id, null);
  return brought;
}

/** The same bank accounts under a new login and new ids; the old ones stay as they were. */
async function replace(tx: Tx, body: SessionBody, group: Group): Promise<Account[]> {
  const old = group.accounts.filter(mendable);
  if (old.length === 0) {
    fail(body, 'no_authorization');
    return [];
  }
  const institution = institutionOf(group.authorization);
  const authorization = await addAuthorization(tx, institution, group.authorization.body.account_holder);
  const brought = old.map((account) => renamed(tx, account, authorization, body));
  await addAccounts(tx, brought);
  for (const account of brought) {
    await prefetch(tx, body, account);
    await saveAccount(tx, account);
    emitAccount(tx, 'created', account);
  }
  await afterwards(tx, institution, { authorization, accounts: brought }, 'relinked');
  const demanded = body.relink_options?.account ?? null;
  const position = old.findIndex((account) => account.body.id === demanded);
  if (demanded !== null && position < 0) fail(body, 'no_account');
  else succeed(body, authorization.body.id, brought[position]?.body.id ?? null);
  return brought;
}

function renamed(tx: Tx, account: Account, authorization: Authorization, session: SessionBody): Account {
  return {
    patch: null,
    inside: { ...account.inside, transactionsRead: null, fate: {} },
    body: {
      ...account.body,
      id: idAt('fca', tx.now()),
      authorization: authorization.body.id,
      created: seconds(tx),
      balance: null,
      balance_refresh: null,
      ownership: null,
      ownership_refresh: null,
      transaction_refresh: null,
      subscriptions: [],
      status: 'active',
      status_details: {},
      permissions: [...new Set([...(account.body.permissions ?? []), ...session.permissions])],
    },
  };
}
