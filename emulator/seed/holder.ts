// One holder of the seeded world with its logins, their accounts, and what became of them.
import { mailOf, phoneOf } from '@/emulator/bank/figures';
import { settleStatus } from '@/emulator/bank/login';
import { accountRow, authorizationRow } from '@/emulator/bank/records';
import { customerBody } from '@/emulator/customers';
import type { Account, Authorization, Holder } from '@/emulator/objects';
import { idAt } from '@/emulator/random';
import { type Making, makeAccount, timerRow } from '@/emulator/seed/account';
import { pickBank } from '@/emulator/seed/banks';
import { firmName, personName } from '@/emulator/seed/people';
import type { Rows } from '@/emulator/seed/rows';
import { type Fate, pickFate, pickPermissions } from '@/emulator/seed/scenarios';
import { makeSessions } from '@/emulator/seed/sessions';

const day = 86_400;

/** A login as it was made, for the sessions and events around it. */
export interface MadeLogin {
  authorization: Authorization;
  accounts: Account[];
  fate: Fate;
  permissions: string[] | null;
  created: number;
  /** When what became of it happened. */
  changed: number;
}

interface Counts {
  holders: number;
  logins: number;
}

/** Makes one holder with at most so many accounts. */
export function makeHolder(making: Making, counts: Counts, most: number, rows: Rows): MadeLogin[] {
  const { random } = making;
  const name = random.chance(0.24) ? firmName(random) : personName(random);
  const count = random.weighted(
    [
      [1, 80],
      [2, 17],
      [3, 3],
    ],
    1,
  );
  const first = making.now - Math.floor(random.next() ** 1.3 * 729 * day) - random.int(1, 80_000);
  const holder = addHolder(making, counts.holders, name, first, rows);
  counts.holders += 1;
  const logins: MadeLogin[] = [];
  let left = most;
  for (let index = 0; index < count && left > 0; index += 1) {
    const size = Math.min(
      left,
      random.weighted(
        [
          [1, 50],
          [2, 32],
          [3, 16],
          [4, 2],
        ],
        1,
      ),
    );
    left -= size;
    const created = index === 0 ? first + random.int(60, 3_600) : random.int(first, making.now - 3_600);
    logins.push(
      makeLogin(
        making,
        counts.logins,
        { holder, name, size, created: Math.min(created, making.now - 60) },
        rows,
      ),
    );
    counts.logins += 1;
  }
  for (const login of logins) makeSessions(making, login, rows);
  return logins;
}

// The third and twelfth are connected accounts, the fifth and ninth deleted customers; later ones by chance.
function addHolder(making: Making, n: number, name: string, created: number, rows: Rows): Holder {
  const { random } = making;
  const { world, livemode } = making;
  if (n === 3 || n === 12 || (n > 20 && random.chance(0.04))) {
    const id = idAt('acct', created * 1000, random.letters).replace('acct_1', 'acct_1C');
    rows.connected_accounts.push({ id, world, body: connectedBody(id, name, mailOf(name, random), created) });
    return { type: 'account', account: id };
  }
  const id = idAt('cus', created * 1000, random.letters).replace('cus_1', 'cus_');
  const deleted = n === 5 || n === 9 || (n > 20 && random.chance(0.012));
  const body = customerBody(
    {
      id,
      created,
      name: random.chance(0.02) ? null : name,
      email: random.chance(0.05) ? null : mailOf(name, random),
      phone: random.chance(0.4) ? phoneOf(random) : null,
      description: random.chance(0.1) ? 'Imported from the former billing system' : null,
      metadata: random.chance(0.3) ? { crm_id: `C-${random.int(10_000, 99_999)}` } : {},
      livemode,
    },
    random.letters(8).toUpperCase(),
  );
  rows.customers.push({ id, world, created, deleted, body });
  return { type: 'customer', customer: id };
}

/** A plausible Account object of a merchant or a connected account. */
export function connectedBody(id: string, name: string, email: string, created: number) {
  return {
    id,
    object: 'account',
    business_profile: { mcc: null, name, product_description: null, support_email: email, url: null },
    business_type: 'company',
    capabilities: { transfers: 'active', card_payments: 'active' },
    charges_enabled: true,
    country: 'US',
    created,
    default_currency: 'usd',
    details_submitted: true,
    email,
    metadata: {},
    payouts_enabled: true,
    settings: { dashboard: { display_name: name, timezone: 'America/New_York' } },
    type: 'standard',
  };
}

interface LoginPlan {
  holder: Holder;
  name: string;
  size: number;
  created: number;
}

function makeLogin(making: Making, n: number, plan: LoginPlan, rows: Rows): MadeLogin {
  const { random, now } = making;
  const { holder, created } = plan;
  const bank = pickBank(random);
  const fate = pickFate(n, random);
  const permissions = pickPermissions(n, random);
  const span = Math.max(120, now - created);
  const recent = random.chance(0.45) ? Math.min(span, 14 * day) : span;
  const changed =
    fate.kind === 'inactive' || fate.kind === 'disconnected'
      ? now - Math.floor(random.next() * recent * 0.98)
      : now;
  const authorization: Authorization = {
    institution: bank.name,
    body: {
      id: idAt('fcauth', created * 1000, random.letters),
      object: 'financial_connections.authorization',
      account_holder: holder,
      institution: bank.id,
      institution_name: bank.name,
      livemode: making.livemode,
      status: 'active',
      status_details: {},
    },
  };
  const touched = fate.kind === 'healthy' ? 0 : 'alone' in fate && fate.alone ? 1 : plan.size;
  const accounts = Array.from({ length: plan.size }, (_, index) => {
    const off = index < touched && fate.kind !== 'expected';
    return makeAccount(
      making,
      {
        bank,
        authorization,
        holderName: plan.name,
        permissions,
        created,
        reachable: off ? changed : now,
        active: !off,
      },
      rows,
    );
  });
  accounts.slice(0, touched).forEach((account) => {
    layFate(account, fate, now);
  });
  settleStatus({ authorization, accounts });
  if (fate.kind === 'expected') expectLapse(making, authorization, fate, rows);
  rows.authorizations.push(authorizationRow(authorization, making.world));
  rows.accounts.push(...accounts.map((account) => accountRow(account, making.world)));
  return { authorization, accounts, fate, permissions, created, changed };
}

function layFate(account: Account, fate: Fate, now: number): void {
  const { body } = account;
  if (fate.kind === 'inactive') {
    body.status = 'inactive';
    body.status_details = { inactive: { action: fate.action, cause: fate.cause } };
  }
  if (fate.kind === 'disconnected') body.status = 'disconnected';
  if (fate.kind === 'expected') {
    const expected_deactivation_date = now + Math.round(fate.days * day);
    body.status_details = { active: { action: fate.action, cause: fate.cause, expected_deactivation_date } };
  }
}

function expectLapse(
  making: Making,
  authorization: Authorization,
  fate: { action: string; days: number },
  rows: Rows,
): void {
  const { now } = making;
  const at = now + Math.round(fate.days * day);
  const ref = authorization.body.id;
  authorization.body.status_details = { active: { action: fate.action, expected_deactivation_date: at } };
  rows.timers.push(timerRow(making, at * 1000, 'login_lapses', ref));
  if (at - 30 * day > now) rows.timers.push(timerRow(making, (at - 30 * day) * 1000, 'lapse_warning', ref));
}
