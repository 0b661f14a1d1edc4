// Refreshes: pending, then succeeded or failed after a delay; data replaced, the event either way.

import { inventTransaction, nextBalance, nextOwners } from '@/emulator/bank/figures';
import { findInstitution } from '@/emulator/bank/institutions';
import { expireLogin } from '@/emulator/bank/life';
import { lockLogin } from '@/emulator/bank/login';
import { getAccount, lockAccount, saveAccount } from '@/emulator/bank/records';
import { schedule, type TimerRuns } from '@/emulator/clock';
import { emitAccount } from '@/emulator/events';
import { type Account, type Feature, features, type Refresh, type TransactionBody } from '@/emulator/objects';
import { idAt, type Random, randomFrom } from '@/emulator/random';
import { insertRows, note, seconds, type Tx } from '@/emulator/store';

const day = 86_400;
const mostDaysCaughtUp = 3;

/** The delay after which a refresh of a feature ends. */
function delayMs(tx: Tx, feature: Feature): number {
  const { balanceDelayMs, ownershipDelayMs, transactionsDelayMs } = tx.switches;
  return { balance: balanceDelayMs, ownership: ownershipDelayMs, transactions: transactionsDelayMs }[feature];
}

function cooldownMs(tx: Tx, feature: Feature): number {
  const { balanceCooldownMs, ownershipCooldownMs, transactionsCooldownMs } = tx.switches;
  return { balance: balanceCooldownMs, ownership: ownershipCooldownMs, transactions: transactionsCooldownMs }[
    feature
  ];
}

/** What stops a refresh from starting now, or null. */
export function refreshObstacle(
  account: Account,
  feature: Feature,
  now: number,
): 'pending' | 'too_early' | null {
  const refresh = account.body[features[feature].hash];
  if (refresh === null) return null;
  if (refresh.status === 'pending') return 'pending';
  const next = refresh.next_refresh_available_at;
  return next !== null && next > now ? 'too_early' : null;
}

/** Starts a refresh of a held account; the caller writes the account. */
export async function startRefresh(tx: Tx, account: Account, feature: Feature): Promise<void> {
  const { body, inside } = account;
  const started: Refresh = {
    last_attempted_at: seconds(tx),
    next_refresh_available_at: null,
    status: 'pending',
  };
  inside.refreshes += 1;
  note(tx, `refresh.${feature}`, body.id, body.id);
  if (feature === 'transactions') {
    const id = idAt('fctxnref', tx.now());
    body.transaction_refresh = { id, ...started };
    await tx.query('insert into transaction_refreshes (id, account) values ($1, $2)', [id, body.id]);
  } else if (feature === 'balance') body.balance_refresh = started;
  else body.ownership_refresh = started;
  if (inside.fate?.[feature] === 'stall') {
    delete inside.fate[feature];
    return;
  }
  schedule(tx, {
    dueAt: tx.now() + delayMs(tx, feature),
    kind: 'refresh',
    ref: body.id,
    payload: { feature, attempt: inside.refreshes },
  });
}

async function finishRefresh(tx: Tx, id: string, feature: Feature): Promise<void> {
  const seen = await getAccount(tx.query, tx.world.id, id);
  const breaks = seen?.inside.fate?.[feature] === 'break_link';
  // A login is always held before its accounts.
  const login = breaks ? await lockLogin(tx, id) : null;
  const account = login?.account ?? (await lockAccount(tx, id));
  const refresh = account?.body[features[feature].hash];
  if (account === null || refresh?.status !== 'pending') return;
  const fails =
    account.body.status !== 'active' ||
    account.inside.fate?.[feature] !== undefined ||
    findInstitution(account.body.institution_name)?.refreshesFail === true;
  if (account.inside.fate !== undefined) delete account.inside.fate[feature];
  refresh.status = fails ? 'failed' : 'succeeded';
  note(tx, `refreshed.${feature}.${refresh.status}`, id, id);
  refresh.next_refresh_available_at = seconds(tx) + Math.ceil(cooldownMs(tx, feature) / 1000);
  if (!fails) await bringData(tx, account, feature);
  await saveAccount(tx, account);
  emitAccount(tx, features[feature].event, account);
  if (login !== null && breaks) await expireLogin(tx, login);
}

async function bringData(tx: Tx, account: Account, feature: Feature): Promise<void> {
  const { body, inside } = account;
  const random = randomFrom(`${body.id} ${feature} ${inside.refreshes}`);
  if (feature === 'balance') body.balance = nextBalance(account, seconds(tx), random);
  if (feature === 'ownership') {
    const id = idAt('fcaowns', tx.now());
    const owners = nextOwners(inside.ownerNames, id, tx.now(), random);
    body.ownership = id;
    await insertRows(tx.query, 'ownerships', [{ id, account: body.id, created: seconds(tx), owners }]);
  }
  const refresh = body.transaction_refresh;
  if (feature === 'transactions' && refresh !== null) {
    await bringTransactions(tx, account, refresh.id, random);
    inside.transactionsRead = { id: refresh.id, at: seconds(tx) };
  }
}

async function bringTransactions(tx: Tx, account: Account, refreshId: string, random: Random): Promise<void> {
  const now = seconds(tx);
  const [row] = await tx.query<{ no: number }>('select no from transaction_refreshes where id = $1', [
    refreshId,
  ]);
  const no = row?.no ?? 0;
  const open = await tx.query<{ body: TransactionBody }>(
    `select body from transactions where account = $1 and status = 'pending' order by id`,
    [account.body.id],
  );
  const settled = open
    .map(({ body }) => body)
    .filter((body) => now - body.transacted_at >= day)
    .map((body) => settle(body, refreshId, now, random));
  const since = account.inside.transactionsRead?.at ?? null;
  const count =
    since === null
      ? random.int(12, 60)
      : Math.min(60, Math.round(((now - since) / day) * 0.7) + random.int(0, 2));
  const from = since ?? now - 180 * day;
  const fresh = Array.from({ length: count }, () => {
    const happened = Math.min(now, from + Math.floor(random.next() * Math.max(1, now - from)));
    return inventTransaction(account, refreshId, { happened, seen: now }, random);
  });
  await insertRows(
    tx.query,
    'transactions',
    [...settled, ...fresh].map((body) => transactionRow(body, no)),
    `on conflict (id) do update set status = excluded.status, refresh_no = excluded.refresh_no, body = excluded.body`,
  );
}

function settle(body: TransactionBody, refreshId: string, now: number, random: Random): TransactionBody {
  const gone = random.chance(0.1);
  return {
    ...body,
    status: gone ? 'void' : 'posted',
    status_transitions: { posted_at: gone ? null : now, void_at: gone ? now : null },
    transaction_refresh: refreshId,
    updated: now,
  };
}

/** The row of a transaction that the refresh of this number created or updated. */
export function transactionRow(body: TransactionBody, no: number) {
  return {
    id: body.id,
    account: body.account,
    transacted_at: body.transacted_at,
    status: body.status,
    refresh_no: no,
    body,
  };
}

async function refreshDaily(tx: Tx, id: string): Promise<void> {
  const account = await lockAccount(tx, id);
  if (account === null || !account.body.subscriptions.includes('transactions')) return;
  // A clock moved by months brings the last days only: what lies between would be overwritten anyway.
  const behind = Math.floor((tx.clock() - tx.now()) / (day * 1000));
  const days = Math.max(1, behind - mostDaysCaughtUp);
  schedule(tx, { dueAt: tx.now() + days * day * 1000, kind: 'daily_refresh', ref: id });
  if (!tx.switches.dailyRefresh || account.body.status !== 'active') return;
  if (account.body.transaction_refresh?.status === 'pending') return;
  await startRefresh(tx, account, 'transactions');
  await saveAccount(tx, account);
}

/** What the timers of refreshes do. */
export const refreshTimers: TimerRuns = {
  refresh: (tx, ref, payload) => finishRefresh(tx, ref, payload.feature as Feature),
  daily_refresh: (tx, ref) => refreshDaily(tx, ref),
};
