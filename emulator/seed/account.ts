// One account of the seeded world, with its figures, owners, transactions and numbers.
import { inCurrency, inventTransaction, nextBalance, nextOwners } from '@/emulator/bank/figures';
import { transactionRow } from '@/emulator/bank/refresh';
import type {
  Account,
  AccountNumber,
  Authorization,
  Feature,
  Refresh,
  RefreshStatus,
} from '@/emulator/objects';
import { idAt, type Random } from '@/emulator/random';
import { type Bank, pickCurrency, pickKind } from '@/emulator/seed/banks';
import { partnerName } from '@/emulator/seed/people';
import type { Rows } from '@/emulator/seed/rows';
import { pickRefreshes, type Refreshes } from '@/emulator/seed/scenarios';

const day = 86_400;
const cooldown: Record<Feature, number> = { balance: 60, ownership: 300, transactions: 3_600 };

/** What the making of the world counts and is bound by. */
export interface Making {
  random: Random;
  /** The second at which the world ends. */
  now: number;
  /** Milliseconds of the real clock, for what is still going on. */
  startedMs: number;
  world: number;
  livemode: boolean;
  mostTransactions: number;
  accounts: number;
  /** Working accounts with every permission so far. */
  healthy: number;
  refreshNo: number;
}

interface Plan {
  bank: Bank;
  authorization: Authorization;
  holderName: string;
  permissions: string[] | null;
  created: number;
  /** When its data was last reachable: now, or when the link broke. */
  reachable: number;
  active: boolean;
}

/** Makes an account that works; what became of it later is laid on afterwards. */
export function makeAccount(making: Making, plan: Plan, rows: Rows): Account {
  const { random } = making;
  const { bank, authorization, permissions, created } = plan;
  const kind = pickKind(random);
  const currency = pickCurrency(making.accounts, random);
  const cash = kind.category === 'cash';
  const id = idAt('fca', created * 1000 + random.int(0, 999), random.letters);
  const joint = kind.category !== 'investment' && random.chance(0.22);
  const account: Account = {
    patch: null,
    inside: {
      currency,
      opening: inCurrency(random.int(kind.low, kind.high), currency),
      ownerNames: joint ? [plan.holderName, partnerName(plan.holderName, random)] : [plan.holderName],
      refreshes: random.int(1, 40),
      ...(bank.noBalance ? { noBalance: true } : {}),
      ...(bank.daily ? { dailyBalance: true } : {}),
    },
    body: {
      id,
      object: 'financial_connections.account',
      account_holder: authorization.body.account_holder,
      account_numbers:
        permissions?.includes('payment_method') === true && cash
          ? [makeNumber(making, bank, id, rows)]
          : null,
      authorization: authorization.body.id,
      balance: null,
      balance_refresh: null,
      category: kind.category,
      created,
      display_name: random.chance(0.03) || making.accounts === 8 ? null : random.pick(kind.names),
      institution: bank.id,
      institution_name: bank.name,
      last4:
        random.chance(0.03) || making.accounts === 17 ? null : String(random.int(0, 9_999)).padStart(4, '0'),
      livemode: making.livemode,
      ownership: null,
      ownership_refresh: null,
      permissions,
      status: 'active',
      status_details: {},
      subcategory: kind.subcategory,
      subscriptions: [],
      supported_payment_method_types: cash
        ? random.chance(0.12)
          ? ['us_bank_account', 'link']
          : ['us_bank_account']
        : [],
      transaction_refresh: null,
    },
  };
  const whole = plan.active && permissions?.length === 4;
  const refreshes = pickRefreshes(whole ? making.healthy++ : null, random);
  makeRefreshes(making, plan, account, refreshes, rows);
  if (plan.active && permissions?.includes('transactions') === true && random.chance(0.3)) {
    account.body.subscriptions = ['transactions'];
    const dueAt = making.now * 1000 + random.int(600, day) * 1000;
    rows.timers.push(timerRow(making, dueAt, 'daily_refresh', id));
  }
  making.accounts += 1;
  return account;
}

/** The row of a timer. */
export function timerRow(
  making: Making,
  dueAt: number,
  kind: string,
  ref: string,
  payload: Record<string, unknown> = {},
) {
  return { due_at: Math.round(dueAt), kind, world: making.world, ref, payload };
}

const numberFates = ['transactable', 'deactivated', 'expired', 'pending', 'expiring'] as const;

function makeNumber(making: Making, bank: Bank, id: string, rows: Rows): AccountNumber {
  const { random, now } = making;
  const number: AccountNumber = {
    expected_expiry_date: null,
    identifier_type: bank.tokenized ? 'tokenized_account_number' : 'account_number',
    status: 'transactable',
    supported_networks: ['ach'],
  };
  if (!bank.tokenized) return number;
  const early = making.accounts < 120 ? numberFates[making.accounts % 7] : undefined;
  const fate =
    early ??
    random.weighted(
      [
        ['transactable', 72],
        ['expiring', 12],
        ['deactivated', 6],
        ['expired', 6],
        ['pending', 4],
      ],
      'transactable',
    );
  if (fate !== 'expiring') {
    const past = fate === 'expired' ? now - random.int(1, 90) * day : null;
    return { ...number, status: fate, expected_expiry_date: past };
  }
  const at = now + random.int(2, 200) * day;
  rows.timers.push(timerRow(making, at * 1000, 'number_expires', id));
  if (at - 30 * day > now) rows.timers.push(timerRow(making, (at - 30 * day) * 1000, 'number_warning', id));
  return { ...number, expected_expiry_date: at };
}

// Most are fresh, some are stale.
function lastAttempt(making: Making, plan: Plan): number {
  const { random } = making;
  const age = random.weighted(
    [
      [2 * day, 70],
      [12 * day, 20],
      [200 * day, 10],
    ],
    day,
  );
  return Math.max(plan.created + 60, plan.reachable - random.int(30, age));
}

function makeRefreshes(making: Making, plan: Plan, account: Account, refreshes: Refreshes, rows: Rows): void {
  const { body } = account;
  const may = (permission: string) => body.permissions?.includes(permission) === true;
  if (may('balances')) makeBalance(making, plan, account, refreshes.balance, rows);
  if (may('ownership')) makeOwnership(making, plan, account, refreshes.ownership, rows);
  if (may('transactions')) makeTransactions(making, plan, account, refreshes.transactions, rows);
}

function makeRefresh(
  making: Making,
  plan: Plan,
  account: Account,
  feature: Feature,
  status: RefreshStatus,
  rows: Rows,
): Refresh {
  const { random, now } = making;
  if (status === 'pending') {
    const dueAt = making.startedMs + random.int(30, 300) * 1000;
    rows.timers.push(timerRow(making, dueAt, 'refresh', account.body.id, { feature }));
    return { last_attempted_at: now - random.int(0, 5), next_refresh_available_at: null, status };
  }
  const at = lastAttempt(making, plan);
  // Some banks ask for a longer wait.
  const wait = random.chance(0.05) && at > now - 6 * 3_600 ? 12 * 3_600 : cooldown[feature];
  return { last_attempted_at: at, next_refresh_available_at: at + wait, status };
}

/** When the data that a refresh shows was fetched: failed and pending ones show what came before. */
function dataAt(refresh: Refresh, plan: Plan, random: Random): number | null {
  if (refresh.status === 'succeeded') return refresh.last_attempted_at;
  if (random.chance(0.3)) return null;
  return Math.max(plan.created + 60, refresh.last_attempted_at - random.int(1, 40) * day);
}

function makeBalance(
  making: Making,
  plan: Plan,
  account: Account,
  status: RefreshStatus | null,
  rows: Rows,
): void {
  if (status === null) return;
  const refresh = makeRefresh(making, plan, account, 'balance', status, rows);
  account.body.balance_refresh = refresh;
  const at = dataAt(refresh, plan, making.random);
  if (at !== null) account.body.balance = nextBalance(account, at, making.random);
}

function makeOwnership(
  making: Making,
  plan: Plan,
  account: Account,
  status: RefreshStatus | null,
  rows: Rows,
): void {
  if (status === null) return;
  const { random } = making;
  const refresh = makeRefresh(making, plan, account, 'ownership', status, rows);
  account.body.ownership_refresh = refresh;
  const at = dataAt(refresh, plan, random);
  if (at === null) return;
  const id = idAt('fcaowns', at * 1000, random.letters);
  account.body.ownership = id;
  const owners = nextOwners(account.inside.ownerNames, id, at * 1000, random);
  rows.ownerships.push({ id, account: account.body.id, created: at, owners });
}

function makeTransactions(
  making: Making,
  plan: Plan,
  account: Account,
  status: RefreshStatus | null,
  rows: Rows,
): void {
  if (status === null) return;
  const { random } = making;
  const refresh = makeRefresh(making, plan, account, 'transactions', status, rows);
  const at = dataAt(refresh, plan, random);
  const ids =
    at === null
      ? []
      : [at - random.int(1, 9) * day, at].map((when) => newRefresh(making, account, when, rows));
  const [earlier, latest] = ids;
  const current =
    refresh.status === 'succeeded' && latest !== undefined
      ? latest
      : newRefresh(making, account, refresh.last_attempted_at, rows);
  account.body.transaction_refresh = { id: current.id, ...refresh };
  if (at === null || earlier === undefined || latest === undefined) return;
  account.inside.transactionsRead = { id: latest.id, at };
  for (let left = random.int(0, making.mostTransactions); left > 0; left -= 1) {
    const happened = at - Math.floor(random.next() ** 1.5 * 180 * day);
    const by = happened > earlier.at ? latest : earlier;
    const body = inventTransaction(account, by.id, { happened, seen: Math.max(by.at, happened) }, random);
    rows.transactions.push(transactionRow(body, by.no));
  }
}

function newRefresh(making: Making, account: Account, at: number, rows: Rows) {
  making.refreshNo += 1;
  const id = idAt('fctxnref', at * 1000, making.random.letters);
  rows.transaction_refreshes.push({ no: making.refreshNo, id, account: account.body.id });
  return { id, at, no: making.refreshNo };
}
