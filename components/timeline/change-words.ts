// Reads a stored change of an account out in words: which field, from what, to what.
import { accountStates, accountStateKind, causeText } from '@/domain/account-state';
import type { BalanceAmount } from '@/domain/money';
import { formatMoney } from '@/domain/money';
import { exactTime } from '@/domain/time';

export interface ChangeLine {
  label: string;
  from: string;
  to: string;
}

type Change = { from: unknown; to: unknown };

const nothing = 'nothing';

const labels: Record<string, string> = {
  status: 'Status',
  cause: 'Cause',
  action: 'What Stripe advises',
  expectedDeactivationAt: 'Expected end of access',
  displayName: 'Name',
  institutionName: 'Institution',
  institutionId: 'Institution id',
  last4: 'Last four digits',
  category: 'Category',
  subcategory: 'Subcategory',
  holderType: 'Holder type',
  holderId: 'Holder id',
  holderName: 'Holder',
  holderEmail: 'Holder e-mail',
  authorizationId: 'Authorization',
  ownershipId: 'Ownership snapshot',
  permissions: 'Permissions',
  permissionsKnown: 'Permissions told by Stripe',
  subscriptions: 'Subscriptions',
  paymentMethodTypes: 'Payment method types',
  accountNumbers: 'Account numbers',
  balanceType: 'Balance type',
  balanceAsOf: "Balance as of (the bank's time)",
  balanceAmounts: 'Balance',
  balanceRefreshStatus: 'Balance refresh',
  balanceRefreshAttemptedAt: 'Balance refresh tried',
  balanceRefreshNextAt: 'Next balance refresh allowed',
  ownershipRefreshStatus: 'Ownership refresh',
  ownershipRefreshAttemptedAt: 'Ownership refresh tried',
  ownershipRefreshNextAt: 'Next ownership refresh allowed',
  transactionRefreshStatus: 'Transaction refresh',
  transactionRefreshAttemptedAt: 'Transaction refresh tried',
  transactionRefreshNextAt: 'Next transaction refresh allowed',
  transactionRefreshId: 'Transaction refresh id',
};

// Times of attempts and cooldowns follow from a status change; alone they say little, so they come last.
const faint = /(AttemptedAt|NextAt|RefreshId|AsOf|Type)$/;

/** The lines of one change, those that matter first. Fields may be spelt as columns are. */
export function changeLines(changes: Record<string, Change>): ChangeLine[] {
  return Object.entries(changes)
    .map(([key, change]) => ({ field: camelCase(key), change }))
    .sort((left, right) => weight(left.field) - weight(right.field))
    .map(({ field, change }) => ({
      label: labels[field] ?? field,
      from: valueWords(field, change.from),
      to: valueWords(field, change.to),
    }));
}

/** One line for a whole change: the status when it moved, else what else did. */
export function changeTitle(changes: Record<string, Change>): string {
  const lines = changeLines(changes);
  const first = lines[0];
  if (!first) return 'Read, nothing new';
  if (first.label === 'Status') return `Status: ${first.from} → ${first.to}`;
  const names = [...new Set(lines.map((line) => line.label))];
  if (names.length === 1) return `${first.label}: ${first.from} → ${first.to}`;
  return `${names.slice(0, 2).join(', ')}${names.length > 2 ? ` and ${names.length - 2} more` : ''} changed`;
}

function weight(field: string): number {
  if (field === 'status') return 0;
  if (field === 'cause' || field === 'action') return 1;
  return faint.test(field) ? 3 : 2;
}

function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return nothing;
  if (field === 'status') return statusWord(String(value));
  if (field === 'cause') return causeText(String(value)).label;
  if (field === 'action') return actionWord(String(value));
  if (field === 'balanceAmounts') return balanceWords(value);
  if (field.endsWith('At') || field === 'balanceAsOf') return timeWords(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return listWords(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function statusWord(status: string): string {
  if (status === 'inactive') return 'Inactive';
  const kind = accountStateKind({ status, cause: null, action: null, expectedDeactivationAt: null });
  return kind === 'unknown' ? `“${status}”` : accountStates[kind].word;
}

function actionWord(action: string): string {
  if (action === 'relink_required') return 'relink';
  return action === 'none' ? 'nothing mends it' : `“${action}”`;
}

function timeWords(value: unknown): string {
  const time = typeof value === 'number' ? value : Date.parse(String(value));
  return Number.isNaN(time) ? String(value) : exactTime(time);
}

function listWords(list: unknown[]): string {
  if (list.length === 0) return 'none';
  return list.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join(', ');
}

function balanceWords(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const parts = value.filter(isAmount).map(({ currency, currentMinor, availableMinor, usedMinor }) => {
    const amountMinor = currentMinor ?? availableMinor ?? usedMinor;
    return amountMinor === null ? `no figure in ${currency}` : formatMoney({ amountMinor, currency });
  });
  return parts.join(', ') || 'none';
}

function isAmount(value: unknown): value is BalanceAmount {
  return typeof value === 'object' && value !== null && 'currency' in value && 'currentMinor' in value;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
