// A flavour of the seeded world: everywhere the worst that a bank, a customer or a later version of the API may send.
import type { Account } from '@/emulator/objects';
import type { MadeLogin } from '@/emulator/seed/holder';
import type { Rows } from '@/emulator/seed/rows';

const markup = `<script>document.title="hacked"</script><img src=x onerror='document.title="hacked"'>`;

/** Names of every kind: endless, markup, right to left with emoji, a formula, nothing that is seen. */
export const hostileNames = [
  'Endless '.repeat(625),
  `${markup} "quotes" 'and' &amp; {{7*7}} \${7*7}`,
  'مصرف السلام \u202egnp.exe 銀行 🏦👩‍👩‍👧‍👦 Z̸̨̞a̷l̶g̴o̸',
  '=HYPERLINK("https://evil.example","x")',
  '\u200b\u200b',
  'n'.repeat(5_000),
] as const;

const currencies = ['usd', 'eur', 'gbp', 'jpy', 'kwd', 'cad', 'aud', 'chf', 'sek', 'inr', 'brl', 'mxn'];
/** As large as a number of JSON may be without losing a digit. */
const largest = Number.MAX_SAFE_INTEGER;

const unknownWords = {
  status: 'hibernating',
  category: 'crypto',
  subcategory: 'moon_savings',
  permissions: ['balances', 'telepathy'],
  status_details: { hibernating: { cause: 'winter' } },
  supported_payment_method_types: ['pigeon'],
  subscriptions: ['transactions', 'weather'],
  a_field_from_the_future: { deep: [1, { er: null }] },
};
const unknownCause = {
  status: 'inactive',
  status_details: { inactive: { cause: 'c'.repeat(300), action: 'dance' } },
};
const nothing = Object.fromEntries(
  [
    'display_name',
    'last4',
    'balance',
    'balance_refresh',
    'ownership',
    'ownership_refresh',
    'transaction_refresh',
    'permissions',
    'status_details',
    'account_holder',
    'authorization',
    'account_numbers',
  ].map((name) => [name, null]),
);
const patches: (Record<string, unknown> | null)[] = [null, unknownWords, null, nothing, null, unknownCause];

/** Spoils what was made of one holder: the logins, and their rows among those that wait to be written. */
export function makeSpoiler(): (logins: MadeLogin[], rows: Rows) => void {
  let turn = 0;
  const nextName = () => hostileNames[turn++ % hostileNames.length] ?? '';
  const isSpoilt = new WeakSet<object>();
  const once = (list: Record<string, unknown>[], spoil: (row: Record<string, unknown>) => void) => {
    for (const row of list) {
      if (isSpoilt.has(row)) continue;
      isSpoilt.add(row);
      spoil(row);
    }
  };
  return (logins, rows) => {
    const accounts = new Map(
      logins.flatMap((login) => login.accounts).map((account) => [account.body.id, account]),
    );
    for (const { authorization } of logins) authorization.body.institution_name = nextName();
    for (const account of accounts.values()) spoilAccount(account, nextName, turn);
    once(rows.accounts, (row) => {
      row.patch = accounts.get(String(row.id))?.patch ?? null;
    });
    once(rows.customers, ({ body }) => Object.assign(body as object, customerWords(nextName)));
    once(rows.connected_accounts, ({ body }) => {
      Object.assign(body as object, { business_profile: { name: nextName() } });
    });
    once(rows.ownerships, ({ owners }) => {
      for (const owner of owners as object[])
        Object.assign(owner, {
          name: nextName(),
          email: nextName(),
          phone: nextName(),
          raw_address: nextName(),
        });
    });
    once(rows.transactions, ({ body }) => {
      turn += 1;
      const currency = currencies[turn % currencies.length];
      Object.assign(body as object, { description: nextName(), currency, amount: amountAt(turn) });
    });
  };
}

const customerWords = (nextName: () => string) => ({
  name: nextName(),
  email: nextName(),
  description: nextName(),
  metadata: { crm_id: nextName().slice(0, 500) },
});

function spoilAccount(account: Account, nextName: () => string, turn: number): void {
  const { body } = account;
  body.display_name = nextName();
  body.institution_name = nextName();
  account.patch = patches[turn % patches.length] ?? null;
  if (!body.balance) return;
  const amounts = Object.fromEntries(currencies.map((currency, at) => [currency, amountAt(at + turn)]));
  body.balance = { ...body.balance, current: amounts };
  if (body.balance.type === 'credit') body.balance.credit = { used: amounts };
  else body.balance.cash = { available: amounts };
}

/** Huge, negative, tiny and nothing. */
const amountAt = (at: number): number => [largest, -largest, 1, -1, 0, 123_456][at % 6] ?? 0;
