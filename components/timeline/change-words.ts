// Reads a stored change of an account out in words: which field, from what, to what.
import { numberStatusWord, paymentMethodWord, permissionWord } from '@/components/account/account-words';
import { accountStateKind, accountStates, causeText } from '@/domain/account-state';
import { type BalanceAmount, owedText } from '@/domain/money';
import { zonedTime } from '@/domain/time';

export interface ChangeLine {
  label: string;
  from: string;
  to: string;
}

type Change = { from: unknown; to: unknown };
type Changes = Record<string, Change>;

const nothing = 'nothing';

const labels: Record<string, string> = {
  firstSeen: 'First seen',
  status: 'Status',
  cause: 'Cause',
  action: 'What mends it',
  expectedDeactivationAt: 'Expected end of access',
  displayName: 'Name',
  institutionName: 'Institution',
  last4: 'Last four digits',
  holderId: 'Holder',
  authorizationId: 'Authorization',
  ownershipId: 'Owners',
  permissions: 'Permissions',
  subscriptions: 'Subscriptions',
  paymentMethodTypes: 'Payment method types',
  accountNumbers: 'Account numbers',
  balance: 'Balance',
  balanceRefresh: 'Balance refresh',
  ownershipRefresh: 'Owner refresh',
  transactionRefresh: 'Transaction refresh',
  knownToStripe: 'Known to Stripe',
};

// What people look for first; a field that is new to us comes last.
const order = [
  'firstSeen',
  'status',
  'cause',
  'action',
  'balanceRefresh',
  'ownershipRefresh',
  'transactionRefresh',
];

/** The lines of one change, those that matter first; times in `zone`, the reader's own when omitted. */
export function changeLines(changes: Changes, zone?: string): ChangeLine[] {
  return inOrder(changes).map(([field, { from, to }]) => ({
    label: labels[field] ?? field,
    from: valueWords(field, from, zone),
    to: valueWords(field, to, zone),
  }));
}

/** One line for a whole change: the status or the refresh when one moved, else what else did. */
export function changeTitle(changes: Changes, zone?: string): string {
  const [first, ...rest] = inOrder(changes);
  if (!first) return 'Read, nothing new';
  const [field, { from, to }] = first;
  const label = labels[field] ?? field;
  const words = valueWords(field, to, zone);
  if (field === 'knownToStripe') return to ? 'Stripe knows it again' : 'Stripe does not know it any more';
  if (field === 'firstSeen') return `First seen, ${statusWord(String(to)).toLowerCase()}`;
  if (field.endsWith('Refresh')) return `${label} ${words.toLowerCase()}`;
  if (field === 'status' || rest.length === 0) return `${label}: ${valueWords(field, from, zone)} → ${words}`;
  return `${label} and ${rest.length} more changed`;
}

function inOrder(changes: Changes): [string, Change][] {
  const rank = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return Object.entries(changes).sort(([left], [right]) => rank(left) - rank(right));
}

function valueWords(field: string, value: unknown, zone?: string): string {
  if (value === null || value === undefined || value === '') return nothing;
  if (field.endsWith('Refresh')) return refreshWords(value);
  if (field.endsWith('At')) return timeWords(value, zone);
  switch (field) {
    case 'firstSeen':
    case 'status':
      return statusWord(String(value));
    case 'knownToStripe':
      return value ? 'yes' : 'no';
    case 'cause':
      return causeText(String(value)).label;
    case 'action':
      return actionWord(String(value));
    case 'balance':
      return balanceWords(value);
    case 'permissions':
      return listWords(value, permissionWord);
    case 'paymentMethodTypes':
      return listWords(value, paymentMethodWord);
    case 'accountNumbers':
      return Array.isArray(value) ? value.map(numberWord).join('; ') || 'none' : plainWords(value);
    default:
      return Array.isArray(value) ? listWords(value, String) : plainWords(value);
  }
}

const plainWords = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function statusWord(status: string): string {
  if (status === 'inactive') return 'Inactive';
  const kind = accountStateKind({ status, cause: null, action: null, expectedDeactivationAt: null });
  return kind === 'unknown' ? `“${status}”` : accountStates[kind].word;
}

function actionWord(action: string): string {
  if (action === 'relink_required') return 'a relink';
  return action === 'none' ? 'no relink' : `“${action}”`;
}

const refreshStatuses: Record<string, string> = {
  pending: 'Pending',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

function refreshWords(value: unknown): string {
  const status = String(fieldOf(value, 'status') ?? '');
  return refreshStatuses[status] ?? `“${status}”`;
}

function timeWords(value: unknown, zone?: string): string {
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? String(value) : zonedTime(at, zone);
}

function listWords(value: unknown, word: (item: string) => string): string {
  if (!Array.isArray(value)) return plainWords(value);
  return value.map((item) => word(plainWords(item))).join(', ') || 'none';
}

/** Account numbers are objects; their status is what changes. */
function numberWord(number: unknown): string {
  const status = fieldOf(number, 'status');
  return typeof status === 'string' ? numberStatusWord({ status }) : plainWords(number);
}

function balanceWords(value: unknown): string {
  const amounts = fieldOf(value, 'amounts');
  if (!Array.isArray(amounts)) return plainWords(value);
  const words = amounts.filter(isAmount).map(({ currency, currentMinor, availableMinor, usedMinor }) => {
    const amountMinor = currentMinor ?? availableMinor ?? usedMinor;
    return amountMinor === null ? `no figure in ${currency}` : owedText({ amountMinor, currency });
  });
  return words.join(', ') || 'no figure';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
}

function isAmount(value: unknown): value is BalanceAmount {
  return typeof value === 'object' && value !== null && 'currency' in value && 'currentMinor' in value;
}
