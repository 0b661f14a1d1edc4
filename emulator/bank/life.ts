// The life of a link: broken, mended, ended, expected to lapse; account numbers that run out.
import type { Login } from '@/emulator/bank/login';
import { settleStatus } from '@/emulator/bank/login';
import {
  lockAccount,
  lockAccountsOf,
  lockAuthorization,
  saveAccount,
  saveAuthorization,
} from '@/emulator/bank/records';
import { schedule, type TimerRuns, unschedule } from '@/emulator/clock';
import { emitAccount, emitAuthorization } from '@/emulator/events';
import { type Account, type AccountNumber, type Authorization, features } from '@/emulator/objects';
import { note, seconds, type Tx } from '@/emulator/store';

const thirtyDays = 30 * 86_400;

/** Why an account does not work and whether a relink can mend it. */
interface Breakage {
  cause: string;
  action: string;
}

type Group = Omit<Login, 'account'>;

async function breakAccount(tx: Tx, account: Account, breakage: Breakage): Promise<void> {
  if (account.body.status !== 'active') return;
  account.body.status = 'inactive';
  account.body.status_details = { inactive: { ...breakage } };
  await saveAccount(tx, account);
  note(tx, 'deactivate', account.body.id, account.body.id);
  emitAccount(tx, 'deactivated', account, { previous: { status: 'active' } });
}

/** One account goes inactive; the login follows when nothing in it works any more. */
export async function deactivate(tx: Tx, login: Login, breakage: Breakage): Promise<void> {
  await breakAccount(tx, login.account, breakage);
  await settle(tx, login);
}

/** The login ends working: all its accounts go inactive. */
export async function expireLogin(tx: Tx, group: Group, cause = 'access_expired'): Promise<void> {
  for (const account of group.accounts) await breakAccount(tx, account, { cause, action: 'relink_required' });
  await unschedule(tx, group.authorization.body.id, ['login_lapses', 'lapse_warning', 'breaks']);
  await settle(tx, group);
}

async function settle(tx: Tx, group: Group): Promise<void> {
  settleStatus(group);
  await saveAuthorization(tx, group.authorization);
}

/** One inactive account works again. */
export async function mendAccount(tx: Tx, account: Account): Promise<void> {
  if (account.body.status !== 'inactive') return;
  account.body.status = 'active';
  account.body.status_details = {};
  const renewed = renewNumbers(account);
  await saveAccount(tx, account);
  note(tx, 'reactivate', account.body.id, account.body.id);
  emitAccount(tx, 'reactivated', account, { previous: { status: 'inactive' } });
  if (renewed) emitAccount(tx, 'account_numbers_updated', account);
}

/** Dead stand-in numbers are replaced by working ones; true when there were any. */
export function renewNumbers(account: Account): boolean {
  const dead = (account.body.account_numbers ?? []).filter(({ status }) => status !== 'transactable');
  for (const number of dead) {
    number.status = 'transactable';
    number.expected_expiry_date = null;
  }
  return dead.length > 0;
}

/** One account works again, and its login with it. */
export async function reactivate(tx: Tx, login: Login): Promise<void> {
  await mendAccount(tx, login.account);
  await settle(tx, login);
}

/** Ends what is pending as failed, without an event: for an account that is gone. */
function abandonRefreshes(account: Account): void {
  for (const { hash } of Object.values(features)) {
    const refresh = account.body[hash];
    if (refresh?.status === 'pending') refresh.status = 'failed';
  }
}

/** The link ends for good. `direct`: by the API, so that the event names the call. */
export async function disconnect(tx: Tx, login: Login, direct: boolean): Promise<void> {
  const { account } = login;
  const before = account.body.status;
  if (before === 'disconnected') return;
  account.body.status = 'disconnected';
  account.body.status_details = {};
  if (tx.switches.disconnectClearsSubscriptions) account.body.subscriptions = [];
  abandonRefreshes(account);
  await unschedule(tx, account.body.id, ['refresh', 'daily_refresh', 'number_expires', 'number_warning']);
  await saveAccount(tx, account);
  note(tx, 'disconnect', account.body.id, account.body.id);
  emitAccount(tx, 'disconnected', account, { direct, previous: { status: before } });
  await settle(tx, login);
  if (login.authorization.body.status === 'disconnected') {
    await unschedule(tx, login.authorization.body.id, ['login_lapses', 'lapse_warning', 'breaks']);
  }
}

/** Says when a login is expected to lapse (seconds), or that it no longer is. */
export async function forecast(
  tx: Tx,
  group: Group,
  at: number | null,
  cause = 'access_expired',
): Promise<void> {
  const { authorization } = group;
  const active = group.accounts.filter(({ body }) => body.status === 'active');
  await unschedule(tx, authorization.body.id, ['login_lapses', 'lapse_warning']);
  if (active.length === 0) return;
  for (const account of active) {
    account.body.status_details =
      at === null ? {} : { active: { action: 'relink_required', cause, expected_deactivation_date: at } };
    await saveAccount(tx, account);
    note(tx, 'forecast', authorization.body.id, account.body.id);
    emitAccount(tx, 'expected_deactivation_date_updated', account);
  }
  authorization.body.status_details =
    at === null ? {} : { active: { action: 'relink_required', expected_deactivation_date: at } };
  await saveAuthorization(tx, authorization);
  emitAuthorization(tx, 'expected_deactivation_date_updated', authorization);
  if (at === null) return;
  const ref = authorization.body.id;
  schedule(tx, { dueAt: at * 1000, kind: 'login_lapses', ref });
  const warnAt = Math.max((at - thirtyDays) * 1000, tx.now());
  if (warnAt < at * 1000) schedule(tx, { dueAt: warnAt, kind: 'lapse_warning', ref });
}

/** Lets a stand-in number lapse at a second, with the warning 30 days before. */
export function expectExpiry(tx: Tx, account: Account, number: AccountNumber, at: number): void {
  number.expected_expiry_date = at;
  const ref = account.body.id;
  schedule(tx, { dueAt: at * 1000, kind: 'number_expires', ref });
  const warnAt = Math.max((at - thirtyDays) * 1000, tx.now());
  if (warnAt < at * 1000) schedule(tx, { dueAt: warnAt, kind: 'number_warning', ref });
}

async function lockGroup(tx: Tx, id: string): Promise<Group | null> {
  const authorization = await lockAuthorization(tx, id);
  return authorization === null ? null : { authorization, accounts: await lockAccountsOf(tx, id) };
}

async function warnOfLapse(tx: Tx, id: string): Promise<void> {
  const group = await lockGroup(tx, id);
  if (group === null || group.authorization.body.status !== 'active') return;
  for (const account of group.accounts) {
    if (account.body.status_details.active !== undefined) emitAccount(tx, 'upcoming_deactivation', account);
  }
  emitAuthorization(tx, 'upcoming_deactivation', group.authorization);
}

async function lapse(tx: Tx, id: string): Promise<void> {
  const group = await lockGroup(tx, id);
  if (group === null) return;
  await expireLogin(tx, group, expectedCause(group.authorization, group.accounts));
}

function expectedCause(authorization: Authorization, accounts: Account[]): string {
  const known = accounts.find(({ body }) => body.status_details.active !== undefined);
  if (authorization.body.status !== 'active' || known === undefined) return 'access_expired';
  return known.body.status_details.active?.cause ?? 'access_expired';
}

async function expireNumber(tx: Tx, id: string): Promise<void> {
  const account = await lockAccount(tx, id);
  if (account === null || account.body.status === 'disconnected') return;
  const lapsed = (account.body.account_numbers ?? []).filter(
    ({ status, expected_expiry_date: at }) => status === 'transactable' && at !== null && at <= seconds(tx),
  );
  if (lapsed.length === 0) return;
  for (const number of lapsed) number.status = 'expired';
  note(tx, 'numbers.expire', id, id);
  await saveAccount(tx, account);
  emitAccount(tx, 'account_numbers_updated', account);
}

async function warnOfExpiry(tx: Tx, id: string): Promise<void> {
  const account = await lockAccount(tx, id);
  const near = account?.body.account_numbers?.some((number) => number.expected_expiry_date !== null);
  if (account === null || account.body.status === 'disconnected' || near !== true) return;
  emitAccount(tx, 'upcoming_account_number_expiry', account);
}

/** What the timers of links do. */
export const lifeTimers: TimerRuns = {
  login_lapses: (tx, ref) => lapse(tx, ref),
  lapse_warning: (tx, ref) => warnOfLapse(tx, ref),
  breaks: (tx, ref) => lapse(tx, ref),
  number_expires: (tx, ref) => expireNumber(tx, ref),
  number_warning: (tx, ref) => warnOfExpiry(tx, ref),
};
