// From Stripe's shapes to ours: pure. Nothing outside this folder sees snake_case.
import 'server-only';
import type { BalanceAmount } from '@/domain/money';
import {
  type WireAccount,
  type WireHolder,
  type WireOwner,
  type WireSession,
  type WireTransaction,
  withoutSecrets,
} from './wire';

/** Keys whose absence in a payload means "this version does not know it", not "it is gone". */
const optionalKeys = [
  'account_numbers',
  'authorization',
  'balance',
  'balance_refresh',
  'institution',
  'ownership',
  'ownership_refresh',
  'permissions',
  'status_details',
  'subscriptions',
  'transaction_refresh',
] as const satisfies readonly (keyof WireAccount)[];

/** An account as `saveAccounts` takes it: column names of the table `accounts`, times as ISO text. */
export type AccountValues = ReturnType<typeof toAccount>;

/** The second as ISO text; null for none and for seconds that no calendar holds. */
export function isoOf(seconds: number | null | undefined): string | null {
  if (seconds === null || seconds === undefined) return null;
  if (seconds < 0 || seconds > 253_402_300_799) return null;
  return new Date(seconds * 1000).toISOString();
}

/** An event's time: whole seconds, or ISO text in a thin event; null for what is no time. */
export function isoSecond(created: number | string | null | undefined): string | null {
  if (typeof created === 'number') return isoOf(Math.floor(created));
  const ms = Date.parse(created ?? '');
  return Number.isNaN(ms) ? null : isoOf(Math.floor(ms / 1000));
}

const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null);

// A B-tree row holds 2,704 bytes, and four of these columns share one index. What is longer stays whole in `raw`.
const longestName = 400;
const longestWord = 80;

/** Free text as Postgres can hold it: no NUL, no half of a surrogate pair. */
const clean = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : text.toWellFormed().replaceAll('\0', '\uFFFD');

const clip = (text: string | null | undefined, longest: number): string | null =>
  clean(text === null || text === undefined || text.length <= longest ? text : text.slice(0, longest));

/** A name that lists sort and search by. */
const name = (text: string | null | undefined) => clip(text, longestName);

/** One of Stripe's words, known or not. */
const word = (text: string | null | undefined) => clip(text, longestWord);

const words = (texts: string[] | null | undefined): string[] => (texts ?? []).map((text) => word(text) ?? '');

/** Wire → columns. Words that Stripe leaves null where its types promise one become 'unknown'. */
export function toAccount(wire: WireAccount) {
  const status = word(wire.status) ?? 'unknown';
  const details = statusDetails(wire, status);
  const holder = wire.account_holder;
  return {
    id: wire.id,
    livemode: wire.livemode ?? false,
    created_at: isoOf(wire.created) ?? new Date(0).toISOString(),
    display_name: name(wire.display_name),
    institution_name: name(wire.institution_name) ?? '',
    institution_id: idOf(wire.institution),
    last4: word(wire.last4),
    category: word(wire.category) ?? 'unknown',
    subcategory: word(wire.subcategory) ?? 'unknown',
    status,
    cause: word(details?.cause),
    action: word(details?.action),
    expected_deactivation_at: isoOf(details?.expected_deactivation_date),
    holder_type: word(holder?.type),
    holder_id: idOf(holder?.customer) ?? idOf(holder?.customer_account) ?? idOf(holder?.account),
    authorization_id: idOf(wire.authorization),
    ownership_id: idOf(wire.ownership),
    permissions: words(wire.permissions),
    permissions_known: Array.isArray(wire.permissions),
    subscriptions: words(wire.subscriptions),
    payment_method_types: words(wire.supported_payment_method_types),
    account_numbers: wire.account_numbers?.map(toAccountNumber) ?? null,
    balance_type: word(wire.balance?.type),
    balance_as_of: isoOf(wire.balance?.as_of),
    balance_amounts: toAmounts(wire.balance),
    balance_refresh_status: word(wire.balance_refresh?.status),
    balance_refresh_attempted_at: isoOf(wire.balance_refresh?.last_attempted_at),
    balance_refresh_next_at: isoOf(wire.balance_refresh?.next_refresh_available_at),
    ownership_refresh_status: word(wire.ownership_refresh?.status),
    ownership_refresh_attempted_at: isoOf(wire.ownership_refresh?.last_attempted_at),
    ownership_refresh_next_at: isoOf(wire.ownership_refresh?.next_refresh_available_at),
    transaction_refresh_status: word(wire.transaction_refresh?.status),
    transaction_refresh_attempted_at: isoOf(wire.transaction_refresh?.last_attempted_at),
    transaction_refresh_next_at: isoOf(wire.transaction_refresh?.next_refresh_available_at),
    transaction_refresh_id: clean(wire.transaction_refresh?.id),
    unknown_fields: unknownFields(wire, status),
    raw: withoutSecrets(wire),
  };
}

/** The details of the present status; of another word of Stripe's, whichever side is filled. */
function statusDetails(wire: WireAccount, status: string) {
  const details = wire.status_details;
  if (status === 'active') return details?.active;
  if (status === 'inactive') return details?.inactive;
  return status === 'disconnected' ? null : (details?.inactive ?? details?.active);
}

function unknownFields(wire: WireAccount, status: string): string[] {
  const missing: string[] = optionalKeys.filter((key) => wire[key] === undefined);
  // A GA payload has details, but not those of an inactive account.
  const lacksDetails =
    status === 'inactive' && wire.status_details && wire.status_details.inactive === undefined;
  return lacksDetails ? [...missing, 'status_details'] : missing;
}

function toAccountNumber(number: NonNullable<WireAccount['account_numbers']>[number]) {
  return {
    identifierType: clean(number.identifier_type),
    status: clean(number.status),
    expectedExpiryAt: isoOf(number.expected_expiry_date),
    supportedNetworks: words(number.supported_networks),
  };
}

function toAmounts(balance: WireAccount['balance']): BalanceAmount[] | null {
  if (!balance) return null;
  const { current, cash, credit } = balance;
  const currencies = new Set(
    [current, cash?.available, credit?.used].flatMap((map) => Object.keys(map ?? {})),
  );
  return [...currencies].sort().map((currency) => ({
    currency: clean(currency) ?? '',
    currentMinor: current?.[currency] ?? null,
    availableMinor: cash?.available?.[currency] ?? null,
    usedMinor: credit?.used?.[currency] ?? null,
  }));
}

/** Wire → columns of a session. Its outcome is Stripe's status, or in GA versions what its accounts prove. */
export function toSession(wire: WireSession) {
  const holder = wire.account_holder;
  const accountIds = (wire.accounts?.data ?? [])
    .map((account) => idOf(account as { id: string }))
    .filter((id) => id !== null);
  return {
    id: wire.id,
    livemode: wire.livemode ?? false,
    holderType: word(holder?.type),
    holderId: idOf(holder?.customer) ?? idOf(holder?.customer_account) ?? idOf(holder?.account),
    permissions: words(wire.permissions),
    prefetch: words(wire.prefetch),
    filters: toFilters(wire.filters),
    limitAccounts: wire.limits?.accounts ?? null,
    manualEntryMode: clean(wire.manual_entry?.mode),
    returnUrl: clean(wire.return_url),
    uiMode: clean(wire.ui_mode),
    relinkAuthorizationId: clean(wire.relink_options?.authorization),
    relinkAccountId: clean(wire.relink_options?.account),
    relinkResult: wire.relink_result
      ? {
          account: clean(wire.relink_result.account),
          authorization: clean(wire.relink_result.authorization),
          failureReason: word(wire.relink_result.failure_reason),
        }
      : null,
    relinkFailureReason: word(wire.relink_result?.failure_reason),
    status: word(wire.status),
    statusDetails: withoutSecrets(wire.status_details ?? null),
    outcome: outcomeOf(wire, accountIds.length),
    accountIds,
    raw: withoutSecrets(wire),
  };
}
export type SessionValues = ReturnType<typeof toSession>;

function outcomeOf(wire: WireSession, accountCount: number): string {
  if (wire.status) return wire.status === 'pending' ? 'open' : (word(wire.status) ?? 'open');
  if (wire.relink_result) return wire.relink_result.failure_reason ? 'failed' : 'succeeded';
  return accountCount > 0 ? 'succeeded' : 'open';
}

function toFilters(filters: WireSession['filters']) {
  if (!filters) return null;
  return {
    accountSubcategories: filters.account_subcategories ? words(filters.account_subcategories) : null,
    country: clean(filters.country) ?? clean(filters.countries?.[0]),
    requirePaymentMethodSupport: clean(filters.require_payment_method_support),
    institution: clean(filters.institution),
  };
}

export function toOwner(wire: WireOwner, accountId: string, ownershipId: string) {
  return {
    id: wire.id,
    accountId,
    ownershipId: wire.ownership ?? ownershipId,
    name: clean(wire.name) ?? '',
    email: clean(wire.email),
    phone: clean(wire.phone),
    rawAddress: clean(wire.raw_address),
    refreshedAt: isoOf(wire.refreshed_at),
  };
}

export function toTransaction(wire: WireTransaction) {
  const transactedAt = isoOf(wire.transacted_at) ?? new Date(0).toISOString();
  return {
    id: wire.id,
    account_id: wire.account,
    livemode: wire.livemode ?? false,
    amount_minor: wire.amount,
    currency: clean(wire.currency) ?? '',
    description: clean(wire.description) ?? '',
    status: word(wire.status) ?? 'unknown',
    transacted_at: transactedAt,
    posted_at: isoOf(wire.status_transitions?.posted_at),
    void_at: isoOf(wire.status_transitions?.void_at),
    refresh_id: clean(wire.transaction_refresh) ?? '',
    updated_at: isoOf(wire.updated) ?? transactedAt,
  };
}
export type TransactionValues = ReturnType<typeof toTransaction>;

export function toHolder(wire: WireHolder) {
  return {
    id: wire.id,
    name: name(wire.name) ?? name(wire.business_profile?.name),
    email: name(wire.email),
    isDeleted: wire.deleted === true,
  };
}
