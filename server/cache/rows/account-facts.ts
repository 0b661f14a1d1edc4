// The facts that decide what may be done to an account, out of its row.
import 'server-only';
import type { AccountFacts } from '@/domain/account-actions';
import type { AccountRecord } from './account-row';

/** The input of `accountCan`; what is open for the account is looked up by the caller. */
export function toFacts(
  row: AccountRecord,
  openRelinkSessionId: string | null,
  openAction: string | null,
): AccountFacts {
  return {
    status: row.status,
    cause: row.cause,
    action: row.action,
    expectedDeactivationAt: ms(row.expected_deactivation_at),
    permissions: row.permissions_known ? row.permissions : null,
    subscriptions: row.subscriptions,
    refreshes: {
      balance: { status: row.balance_refresh_status, nextAt: ms(row.balance_refresh_next_at) },
      ownership: { status: row.ownership_refresh_status, nextAt: ms(row.ownership_refresh_next_at) },
      transactions: { status: row.transaction_refresh_status, nextAt: ms(row.transaction_refresh_next_at) },
    },
    openRelinkSessionId,
    hasHolder: row.holder_id !== null,
    openAction,
  };
}

const ms = (at: Date | null): number | null => at?.getTime() ?? null;
