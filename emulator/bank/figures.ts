// What a bank would answer: balances, owners and transactions, invented but the same each time.
import type { Account, Balance, OwnerBody, TransactionBody } from '@/emulator/objects';
import { idAt, type Random } from '@/emulator/random';

const day = 86_400;

/** Units per US cent, so that figures look right in currencies without or with three decimals. */
const unitsPerCent: Record<string, number> = { usd: 1, eur: 1, gbp: 1, cad: 1.4, jpy: 1.5, kwd: 3 };

/** An amount given in US cents, in the smallest unit of a currency. */
export function inCurrency(cents: number, currency: string): number {
  return Math.round(cents * (unitsPerCent[currency] ?? 1));
}

/** The balance that a refresh at this second brings; null where the bank gives none. */
export function nextBalance(account: Account, at: number, random: Random): Balance | null {
  const { body, inside } = account;
  if (inside.noBalance === true) return null;
  const before = body.balance?.current[inside.currency] ?? inside.opening;
  const current = Math.round(before + Math.max(Math.abs(before), 10_000) * (random.next() - 0.48) * 0.06);
  const computed = inside.dailyBalance === true ? at - (at % day) : at - random.int(0, 40);
  const as_of = Math.max(computed, body.balance?.as_of ?? 0);
  const only = random.chance(0.1);
  if (body.category === 'credit') {
    return {
      as_of,
      type: 'credit',
      current: { [inside.currency]: current },
      credit: { used: only ? null : { [inside.currency]: current } },
    };
  }
  const held = random.chance(0.6) ? 0 : inCurrency(random.int(5, 240) * 100, inside.currency);
  return {
    as_of,
    type: 'cash',
    current: { [inside.currency]: current },
    cash: { available: only ? null : { [inside.currency]: current - held } },
  };
}

const streets = [
  'Maple Street',
  'Oak Avenue',
  'Cedar Lane',
  'Washington Blvd',
  'Lakeview Drive',
  '5th Avenue',
  'Mission St',
] as const;
const towns = [
  'Portland OR 97205',
  'Austin TX 78701',
  'Columbus OH 43215',
  'Brooklyn NY 11201',
  'Oakland CA 94607',
  'Savannah GA 31401',
] as const;
const mailHosts = ['example.com', 'example.org', 'example.net'] as const;

/** A mail address made of a name, in letters that every server takes. */
export function mailOf(name: string, random: Random): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.');
  return `${plain === '' ? `person${random.int(100, 999)}` : plain}@${random.pick(mailHosts)}`;
}

/** A telephone number from the range kept for fiction. */
export function phoneOf(random: Random): string {
  return `+1${random.pick(['212', '415', '503', '512', '614', '718'])}55501${String(random.int(0, 99)).padStart(2, '0')}`;
}

/** The owners of one snapshot; banks leave fields out. */
export function nextOwners(names: string[], ownership: string, atMs: number, random: Random): OwnerBody[] {
  return names.map((name) => ({
    id: idAt('fcaown', atMs, random.letters),
    object: 'financial_connections.account_owner',
    email: random.chance(0.8) ? mailOf(name, random) : null,
    name,
    ownership,
    phone: random.chance(0.7) ? phoneOf(random) : null,
    raw_address: random.chance(0.8)
      ? `${random.int(10, 9_800)} ${random.pick(streets)}, ${random.pick(towns)}`
      : null,
    refreshed_at: Math.floor(atMs / 1000),
  }));
}

const spending = [
  ['Grocery Outlet #2291', 1_200, 18_000],
  ['Rocket Rides', 600, 4_500],
  ['SQ *CAFE LUMIERE', 350, 2_400],
  ['Shell Oil 57442', 2_500, 7_800],
  ['ACH DEBIT CITY POWER & LIGHT', 4_500, 21_000],
  ['AMZN Mktp US*2K4TR', 900, 16_500],
  ['CHECK 1042', 10_000, 240_000],
  ['POS PURCHASE HARDWARE SUPPLY', 1_500, 38_000],
  ['Netflux subscription', 1_549, 1_549],
  ['ONLINE TRANSFER TO SAVINGS', 10_000, 150_000],
  ['INSURANCE PREMIUM 88120', 8_900, 34_000],
  ['Farmacia São José', 700, 9_000],
] as const;
const income = [
  ['PAYROLL DIRECT DEP', 140_000, 520_000],
  ['STRIPE TRANSFER ST-K2', 20_000, 900_000],
  ['Mobile deposit', 5_000, 180_000],
  ['INTEREST PAYMENT', 12, 3_400],
  ['ACH CREDIT INVOICE 20418', 30_000, 640_000],
] as const;

/** One transaction at a moment: older ones are posted, the newest may be pending, a few never came to be. */
export function inventTransaction(
  account: Account,
  refreshId: string,
  at: { happened: number; seen: number },
  random: Random,
): TransactionBody {
  const [description, low, high] = random.chance(0.22) ? random.pick(income) : random.pick(spending);
  const incoming = income.some(([name]) => name === description);
  const cents = random.int(low, high) * (incoming ? 1 : -1);
  const age = at.seen - at.happened;
  const status = age < 1.5 * day ? 'pending' : random.chance(0.03) ? 'void' : 'posted';
  const settled = Math.min(at.seen, at.happened + random.int(day / 2, 2 * day));
  return {
    id: idAt('fctxn', at.happened * 1000, random.letters),
    object: 'financial_connections.transaction',
    account: account.body.id,
    amount: inCurrency(cents, account.inside.currency),
    currency: account.inside.currency,
    description,
    livemode: account.body.livemode,
    status,
    status_transitions: {
      posted_at: status === 'posted' ? settled : null,
      void_at: status === 'void' ? settled : null,
    },
    transacted_at: at.happened,
    transaction_refresh: refreshId,
    updated: status === 'pending' ? at.seen : settled,
  };
}
