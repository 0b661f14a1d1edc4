// One row of the table of accounts: which columns it takes and how they become what the screens see.
import 'server-only';
import type { AccountRow, Balance } from '@/domain/account';
import type { BalanceAmount } from '@/domain/money';
import { permissionFor, type RefreshFeature, type RefreshState } from '@/domain/refresh';
import { seenText } from '@/domain/seen-text';
import { Prisma } from '@/server/db';

/** What `accountColumns` selects. */
export interface AccountRecord {
  id: string;
  livemode: boolean;
  created_at: Date;
  display_name: string | null;
  institution_name: string;
  last4: string | null;
  category: string;
  subcategory: string;
  status: string;
  cause: string | null;
  action: string | null;
  expected_deactivation_at: Date | null;
  holder_type: string | null;
  holder_id: string | null;
  holder_name: string | null;
  holder_email: string | null;
  holder_is_deleted: boolean | null;
  authorization_id: string | null;
  permissions: string[];
  permissions_known: boolean;
  subscriptions: string[];
  balance_type: string | null;
  balance_as_of: Date | null;
  balance_amounts: BalanceAmount[] | null;
  balance_refresh_status: string | null;
  balance_refresh_attempted_at: Date | null;
  balance_refresh_next_at: Date | null;
  balance_succeeded_at: Date | null;
  ownership_refresh_status: string | null;
  ownership_refresh_attempted_at: Date | null;
  ownership_refresh_next_at: Date | null;
  ownership_succeeded_at: Date | null;
  transaction_refresh_status: string | null;
  transaction_refresh_attempted_at: Date | null;
  transaction_refresh_next_at: Date | null;
  transaction_succeeded_at: Date | null;
  read_at: Date;
  version: bigint;
}

/** The columns of a row, of `accounts a`. The raw object is left out: it would be most of a page's bytes. */
export const accountColumns = Prisma.sql`
  a.id, a.livemode, a.created_at, a.display_name, a.institution_name, a.last4, a.category, a.subcategory, a.status,
  a.cause, a.action, a.expected_deactivation_at, a.holder_type, a.holder_id, a.holder_name, a.holder_email,
  (select h.is_deleted from holders h where h.id = a.holder_id) as holder_is_deleted,
  a.authorization_id, a.permissions, a.permissions_known, a.subscriptions,
  a.balance_type, a.balance_as_of, a.balance_amounts,
  a.balance_refresh_status, a.balance_refresh_attempted_at, a.balance_refresh_next_at, a.balance_succeeded_at,
  a.ownership_refresh_status, a.ownership_refresh_attempted_at, a.ownership_refresh_next_at, a.ownership_succeeded_at,
  a.transaction_refresh_status, a.transaction_refresh_attempted_at, a.transaction_refresh_next_at,
  a.transaction_succeeded_at, a.read_at, a.version`;

/** ISO 8601 or null. */
export const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

/** The row as the screens see it. */
export function toAccountRow(row: AccountRecord): AccountRow {
  return {
    id: row.id,
    livemode: row.livemode,
    createdAt: row.created_at.toISOString(),
    displayName: seenText(row.display_name),
    institutionName: row.institution_name,
    last4: row.last4,
    category: row.category,
    subcategory: row.subcategory,
    status: row.status,
    cause: row.cause,
    action: row.action,
    expectedDeactivationAt: iso(row.expected_deactivation_at),
    holder: toHolder(row),
    authorizationId: row.authorization_id,
    balance: toBalance(row),
    refreshes: toRefreshes(row),
    subscriptions: row.subscriptions,
    readAt: row.read_at.toISOString(),
    version: row.version.toString(),
  };
}

/** Who holds the account. */
export function toHolder(
  row: Pick<
    AccountRecord,
    'holder_type' | 'holder_id' | 'holder_name' | 'holder_email' | 'holder_is_deleted'
  >,
) {
  return {
    type: row.holder_type,
    id: row.holder_id,
    name: seenText(row.holder_name),
    email: row.holder_email,
    isDeleted: row.holder_is_deleted ?? false,
  };
}

function toBalance(row: AccountRecord): Balance | null {
  if (!row.balance_as_of) return null;
  return {
    type: row.balance_type,
    asOf: row.balance_as_of.toISOString(),
    amounts: row.balance_amounts ?? [],
  };
}

function toRefreshes(row: AccountRecord): RefreshState[] {
  const isPermitted = (feature: RefreshFeature) =>
    !row.permissions_known || row.permissions.includes(permissionFor[feature]);
  return [
    {
      feature: 'balance',
      status: row.balance_refresh_status,
      attemptedAt: iso(row.balance_refresh_attempted_at),
      nextAt: iso(row.balance_refresh_next_at),
      succeededAt: iso(row.balance_succeeded_at),
      permitted: isPermitted('balance'),
    },
    {
      feature: 'ownership',
      status: row.ownership_refresh_status,
      attemptedAt: iso(row.ownership_refresh_attempted_at),
      nextAt: iso(row.ownership_refresh_next_at),
      succeededAt: iso(row.ownership_succeeded_at),
      permitted: isPermitted('ownership'),
    },
    {
      feature: 'transactions',
      status: row.transaction_refresh_status,
      attemptedAt: iso(row.transaction_refresh_attempted_at),
      nextAt: iso(row.transaction_refresh_next_at),
      succeededAt: iso(row.transaction_succeeded_at),
      permitted: isPermitted('transactions'),
    },
  ];
}
