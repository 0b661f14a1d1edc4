// Stripe's words for what an account is and shares, as people say them.
import type { AccountName, AccountNumber } from '@/domain/account';
import { isolated, seenText } from '@/domain/seen-text';

const subcategories: Record<string, string> = {
  checking: 'Checking',
  savings: 'Savings',
  credit_card: 'Credit card',
  line_of_credit: 'Line of credit',
  mortgage: 'Mortgage',
  other: 'Other',
};

const categories: Record<string, string> = {
  cash: 'Cash',
  credit: 'Credit',
  investment: 'Investment',
  other: 'Other',
};

const permissions: Record<string, string> = {
  balances: 'Balances',
  ownership: 'Ownership',
  payment_method: 'Payment method',
  transactions: 'Transactions',
  account_numbers: 'Account numbers',
};

const paymentMethodTypes: Record<string, string> = {
  us_bank_account: 'US bank account (ACH debit)',
  link: 'Link',
};

const numberKinds: Record<string, string> = {
  account_number: 'Account number, permanent',
  tokenized_account_number: 'Tokenized number, a stand-in that the bank can switch off',
};

const numberStatuses: Record<string, string> = {
  transactable: 'Can be used for payments',
  deactivated: 'Switched off: payments to it fail',
  expired: 'Expired: payments to it fail until a relink',
  pending: 'Not issued yet',
};

const quoted = (word: string) => `“${word}”`;

/** "Checking", or Stripe's own word in quotes. */
export const subcategoryWord = (word: string) => subcategories[word] ?? quoted(word);

/** "Cash", or Stripe's own word in quotes. */
export const categoryWord = (word: string) => categories[word] ?? quoted(word);

/** "Balances", or Stripe's own word in quotes. */
export const permissionWord = (word: string) => permissions[word] ?? quoted(word);

/** "US bank account (ACH debit)", or Stripe's own word in quotes. */
export const paymentMethodWord = (word: string) => paymentMethodTypes[word] ?? quoted(word);

/** What kind of number it is, in words; a number without a kind is said to have none. */
export function numberKindWord({ identifierType }: AccountNumber): string {
  if (identifierType === null) return 'Kind not told by Stripe';
  return numberKinds[identifierType] ?? quoted(identifierType);
}

/** Whether the number can be paid to, in words. */
export function numberStatusWord({ status }: Pick<AccountNumber, 'status'>): string {
  if (status === null) return 'Status not told by Stripe';
  return numberStatuses[status] ?? quoted(status);
}

const titleLength = 80;

/** "Chase Checking ••4821": how a person names the account, in one line; without a name of its own by its bank. */
export function accountTitle(account: AccountName): string {
  const letters = [...(account.displayName ?? seenText(account.institutionName) ?? 'No name')];
  const name =
    letters.length > titleLength ? `${letters.slice(0, titleLength - 1).join('')}…` : letters.join('');
  return account.last4 ? `${isolated(name)} ••${account.last4}` : name;
}
