// What the emulator stores: the richest, newest form of each of Stripe's objects.
import type { Version } from '@/emulator/protocol/versions';
import type { Switches } from '@/emulator/switches';

export type Feature = 'balance' | 'ownership' | 'transactions';
export type RefreshStatus = 'pending' | 'succeeded' | 'failed';
type AccountStatus = 'active' | 'inactive' | 'disconnected';

/** Whose accounts are linked. */
export interface Holder {
  type: 'customer' | 'account';
  customer?: string;
  account?: string;
  customer_account?: string;
}

export interface Refresh {
  last_attempted_at: number;
  next_refresh_available_at: number | null;
  status: RefreshStatus;
}

interface TransactionRefresh extends Refresh {
  id: string;
}

type Money = Record<string, number>;

export interface Balance {
  as_of: number;
  type: 'cash' | 'credit';
  current: Money;
  cash?: { available: Money | null };
  credit?: { used: Money | null };
}

export interface AccountNumber {
  expected_expiry_date: number | null;
  identifier_type: 'account_number' | 'tokenized_account_number';
  status: 'transactable' | 'deactivated' | 'expired' | 'pending';
  supported_networks: string[];
}

interface StatusDetails {
  active?: { action: string; cause: string; expected_deactivation_date: number };
  inactive?: { action: string; cause: string };
}

export interface AccountBody {
  id: string;
  object: 'financial_connections.account';
  account_holder: Holder | null;
  account_numbers: AccountNumber[] | null;
  authorization: string;
  balance: Balance | null;
  balance_refresh: Refresh | null;
  category: string;
  created: number;
  display_name: string | null;
  institution: string;
  institution_name: string;
  last4: string | null;
  livemode: boolean;
  ownership: string | null;
  ownership_refresh: Refresh | null;
  permissions: string[] | null;
  status: AccountStatus;
  status_details: StatusDetails;
  subcategory: string;
  subscriptions: string[];
  supported_payment_method_types: string[];
  transaction_refresh: TransactionRefresh | null;
}

/** How the next refresh of a feature ends, when it is not to succeed. */
type RefreshFate = 'fail' | 'break_link' | 'stall';

/** What the bank knows about an account and Stripe does not say. */
export interface AccountInside {
  currency: string;
  /** The figure that its first balance is near to, in the smallest unit. */
  opening: number;
  /** Balance refreshes succeed without a figure, as at small banks. */
  noBalance?: boolean;
  /** The bank computes figures once a day. */
  dailyBalance?: boolean;
  ownerNames: string[];
  refreshes: number;
  /** The last successful transaction refresh and when it started, in seconds. */
  transactionsRead?: { id: string; at: number } | null;
  fate?: Partial<Record<Feature, RefreshFate>>;
  /** Which of its institution's templates it came from. */
  template?: number;
}

export interface Account {
  body: AccountBody;
  inside: AccountInside;
  /** Raw fields laid over the answer, to show clients what they did not expect. */
  patch: Record<string, unknown> | null;
}

export interface AuthorizationBody {
  id: string;
  object: 'financial_connections.authorization';
  account_holder: Holder | null;
  institution: string;
  institution_name: string;
  livemode: boolean;
  status: AccountStatus;
  status_details: {
    active?: { action: string; expected_deactivation_date: number };
    inactive?: { action: string };
  };
}

export interface Authorization {
  body: AuthorizationBody;
  /** The key of the institution, which decides what its accounts do later. */
  institution: string;
}

type SessionStatus = 'pending' | 'succeeded' | 'failed' | 'cancelled';
export type RelinkFailure = 'no_account' | 'no_authorization' | 'other';

export interface SessionBody {
  id: string;
  object: 'financial_connections.session';
  account_holder: Holder | null;
  client_secret: string | null;
  filters: {
    account_subcategories: string[] | null;
    country: string | null;
    institution: string | null;
    require_payment_method_support: string | null;
  };
  /** Whether any filter was asked for: older versions leave the key out otherwise. */
  filtered: boolean;
  limits: { accounts: number } | null;
  livemode: boolean;
  manual_entry: { mode: string } | null;
  permissions: string[];
  prefetch: string[];
  return_url: string | null;
  relink_options: { authorization: string; account: string | null } | null;
  relink_result: {
    account: string | null;
    authorization: string | null;
    failure_reason: RelinkFailure | null;
  } | null;
  status: SessionStatus;
  cancelled: string | null;
  ui_mode: 'modal' | 'hosted';
  hosted: { delivery_method: string | null; return_url: string | null } | null;
}

export interface Session {
  created: number;
  body: SessionBody;
}

export interface OwnerBody {
  id: string;
  object: 'financial_connections.account_owner';
  email: string | null;
  name: string;
  ownership: string;
  phone: string | null;
  raw_address: string | null;
  refreshed_at: number | null;
}

export interface TransactionBody {
  id: string;
  object: 'financial_connections.transaction';
  account: string;
  amount: number;
  currency: string;
  description: string;
  livemode: boolean;
  status: 'pending' | 'posted' | 'void';
  status_transitions: { posted_at: number | null; void_at: number | null };
  transacted_at: number;
  transaction_refresh: string;
  updated: number;
}

/** One merchant's data in one mode: nothing is visible across worlds. */
export interface World {
  id: number;
  merchant: string;
  livemode: boolean;
}

/** For whom an object is written down: the version asked for and the switches of the moment. */
export interface View {
  version: Version;
  switches: Switches;
}

/** What a feature is called in permissions, on the account and in events. */
export const features = {
  balance: { permission: 'balances', hash: 'balance_refresh', event: 'refreshed_balance' },
  ownership: { permission: 'ownership', hash: 'ownership_refresh', event: 'refreshed_ownership' },
  transactions: { permission: 'transactions', hash: 'transaction_refresh', event: 'refreshed_transactions' },
} as const satisfies Record<Feature, { permission: string; hash: keyof AccountBody; event: string }>;
