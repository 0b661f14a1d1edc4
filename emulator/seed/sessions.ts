// The sessions of the seeded world: those that brought accounts, and those still open, left, or made to relink.
import { sessionRow } from '@/emulator/bank/records';
import type { RelinkFailure, SessionBody } from '@/emulator/objects';
import { idAt } from '@/emulator/random';
import { type Making, timerRow } from '@/emulator/seed/account';
import type { MadeLogin } from '@/emulator/seed/holder';
import type { Rows } from '@/emulator/seed/rows';

const day = 86_400;
const everything = ['balances', 'ownership', 'payment_method', 'transactions'];
const failures = ['no_account', 'no_authorization', 'other', null] as const;

/** Makes the sessions around one login. */
export function makeSessions(making: Making, login: MadeLogin, rows: Rows): void {
  const { random, now } = making;
  const n = rows.sessions.length;
  // Some accounts were linked by another integration, so no session of ours brought them.
  if (!random.chance(0.12)) {
    const created = login.created - random.int(45, 600);
    const body = newSession(making, login, created);
    body.status = 'succeeded';
    if (random.chance(0.3) && body.permissions.includes('balances')) body.prefetch = ['balances'];
    add(making, body, created, rows);
    bring(body, login, rows);
  }
  if (making.accounts < 60 ? n % 5 === 2 : random.chance(0.03)) addOpen(making, login, rows);
  if (making.accounts < 90 ? n % 7 === 3 : random.chance(0.05)) addLeft(making, login, rows);
  const broken = login.fate.kind === 'inactive' && login.fate.action === 'relink_required';
  if (broken && random.chance(0.6)) addRelink(making, login, failures[random.int(0, 2)] ?? 'other', rows);
  else if (login.fate.kind === 'healthy' && now - login.created > 60 * day && random.chance(0.1)) {
    addRelink(making, login, null, rows);
  }
}

function newSession(making: Making, login: MadeLogin, created: number): SessionBody {
  const { random } = making;
  const filtered = random.chance(0.25);
  const { body } = login.authorization;
  return {
    id: idAt('fcsess', created * 1000, random.letters),
    object: 'financial_connections.session',
    account_holder: body.account_holder,
    client_secret: `fcsess_client_secret_${random.letters(24)}`,
    filtered,
    filters: {
      account_subcategories: filtered ? ['checking', 'savings'] : null,
      country: filtered ? 'US' : null,
      institution: null,
      require_payment_method_support: null,
    },
    limits: random.chance(0.15) ? { accounts: 5 } : null,
    livemode: making.livemode,
    manual_entry: null,
    permissions: login.permissions !== null && login.permissions.length > 0 ? login.permissions : everything,
    prefetch: [],
    return_url: random.chance(0.2) ? 'https://app.example.com/banks/return' : null,
    relink_options: null,
    relink_result: null,
    status: 'pending',
    cancelled: null,
    ui_mode: 'modal',
    hosted: null,
  };
}

function add(making: Making, body: SessionBody, created: number, rows: Rows): void {
  rows.sessions.push(sessionRow({ created, body }, making.world));
}

function bring(body: SessionBody, login: MadeLogin, rows: Rows): void {
  login.accounts.forEach((account, position) => {
    rows.session_accounts.push({ session: body.id, account: account.body.id, position });
  });
}

function addOpen(making: Making, login: MadeLogin, rows: Rows): void {
  const created = making.now - making.random.int(60, 20 * 3_600);
  const body = newSession(making, login, created);
  add(making, body, created, rows);
  rows.timers.push(timerRow(making, (created + day) * 1000, 'session_expires', body.id));
}

function addLeft(making: Making, login: MadeLogin, rows: Rows): void {
  const created = Math.max(login.created - making.random.int(1, 20) * day, making.now - 700 * day);
  const body = newSession(making, login, created);
  body.status = 'cancelled';
  body.cancelled = 'other';
  add(making, body, created, rows);
}

function addRelink(making: Making, login: MadeLogin, failure: RelinkFailure | null, rows: Rows): void {
  const { random, now } = making;
  const from = login.fate.kind === 'inactive' ? login.changed : login.created + day;
  const created = random.int(Math.min(from, now - 60), now - 60);
  const body = newSession(making, login, created);
  const demanded = failure === 'no_account' ? (login.accounts[0]?.body.id ?? null) : null;
  const authorization = login.authorization.body.id;
  body.relink_options = { authorization, account: demanded };
  body.relink_result = {
    account: null,
    authorization: failure === null ? authorization : null,
    failure_reason: failure,
  };
  body.status = failure === null ? 'succeeded' : 'failed';
  add(making, body, created, rows);
  if (failure === null) bring(body, login, rows);
}
