// The flow that an end user goes through in the browser, decided by one control call instead.
import { findInstitution, type Institution } from '@/emulator/bank/institutions';
import { addAuthorization, afterwards, linkAccounts } from '@/emulator/bank/link';
import { accountsOfSession, lockSession, saveSession } from '@/emulator/bank/records';
import { relink } from '@/emulator/bank/relink';
import type { TimerRuns } from '@/emulator/clock';
import { emitSession } from '@/emulator/events';
import type { Account, RelinkFailure, Session, SessionBody } from '@/emulator/objects';
import { Failure } from '@/emulator/protocol/failure';
import { insertRows, note, type Tx } from '@/emulator/store';

/** How the end user's visit goes. */
export interface Visit {
  institution?: string | undefined;
  /** So many of the institution's accounts, or these by position. */
  accounts?: number | number[] | undefined;
  outcome?: 'succeeded' | 'abandoned' | RelinkFailure | undefined;
  /** At a relink: the user chooses other accounts than before. */
  differentAccounts?: boolean | undefined;
}

/** Ends a held session's flow and gives the accounts it brought. */
export async function finishFlow(tx: Tx, session: Session, visit: Visit): Promise<Account[]> {
  const { body } = session;
  if (body.status !== 'pending') {
    throw new Failure(
      `The session ${body.id} has already ended as ${body.status}; a session serves one flow.`,
    );
  }
  const outcome = visit.outcome ?? 'succeeded';
  if (outcome !== 'succeeded') failFlow(body, outcome);
  else if (body.relink_options === null) await linkNew(tx, body, visit);
  else {
    const brought = await relink(tx, body, visit);
    await bring(tx, body, brought);
  }
  note(tx, `session.${body.status}`, body.id);
  await saveSession(tx, session);
  const accounts = await accountsOfSession(tx.query, body.id);
  emitSession(tx, session, accounts);
  return accounts;
}

function failFlow(body: SessionBody, outcome: 'abandoned' | RelinkFailure): void {
  body.status = outcome === 'abandoned' ? 'cancelled' : 'failed';
  body.cancelled = outcome === 'abandoned' ? 'other' : null;
  if (body.relink_options === null) return;
  const failure_reason = outcome === 'abandoned' ? 'other' : outcome;
  body.relink_result = { account: null, authorization: null, failure_reason };
}

async function linkNew(tx: Tx, body: SessionBody, visit: Visit): Promise<void> {
  const name = visit.institution ?? body.filters.institution ?? 'Test (Non-OAuth)';
  const institution = findInstitution(name);
  if (institution === null) throw new Failure(`There is no test institution called '${name}'.`);
  const chosen = institution.down === true ? [] : choose(body, institution, visit.accounts);
  if (chosen.length === 0) {
    body.status = 'failed';
    return;
  }
  const authorization = await addAuthorization(tx, institution, body.account_holder);
  const accounts = await linkAccounts(tx, body, authorization, institution, chosen);
  await afterwards(tx, institution, { authorization, accounts }, 'linked');
  await bring(tx, body, accounts);
  body.status = 'succeeded';
}

async function bring(tx: Tx, body: SessionBody, accounts: Account[]): Promise<void> {
  await insertRows(
    tx.query,
    'session_accounts',
    accounts.map((account, position) => ({ session: body.id, account: account.body.id, position })),
  );
}

/** The positions of the accounts that a visit may and does choose. */
function choose(
  body: SessionBody,
  institution: Institution,
  wished: number | number[] | undefined,
): number[] {
  const { account_subcategories, require_payment_method_support } = body.filters;
  const allowed = institution.accounts.flatMap((account, index) => {
    if (account_subcategories !== null && !account_subcategories.includes(account.subcategory)) return [];
    return require_payment_method_support === 'all' && !canPay(institution, index) ? [] : [index];
  });
  const asked = Array.isArray(wished)
    ? allowed.filter((index) => wished.includes(index))
    : allowed.slice(0, wished ?? Math.min(2, allowed.length));
  const chosen = asked.slice(0, body.limits?.accounts ?? asked.length);
  const pays =
    require_payment_method_support !== 'at_least_one' || chosen.some((index) => canPay(institution, index));
  return pays ? chosen : [];
}

function canPay(institution: Institution, index: number): boolean {
  const account = institution.accounts[index];
  return account?.category === 'cash' && account.payments !== false;
}

async function expireSession(tx: Tx, id: string): Promise<void> {
  const session = await lockSession(tx, id);
  if (session?.body.status !== 'pending') return;
  failFlow(session.body, 'other');
  await saveSession(tx, session);
  emitSession(tx, session, []);
}

/** What the timers of sessions do. */
export const sessionTimers: TimerRuns = { session_expires: (tx, ref) => expireSession(tx, ref) };
