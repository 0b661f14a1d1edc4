// Why a part of an account is empty: a missing figure always says why it is missing.
import type { AccountDetail } from '@/domain/account';
import { type RefreshFeature, refreshKind } from '@/domain/refresh';

type Facts = Pick<AccountDetail, 'status' | 'permissions' | 'refreshes'>;

const wording: Record<RefreshFeature, { permission: string; what: string; gaveNone: string }> = {
  balance: {
    permission: 'balances',
    what: 'balance',
    gaveNone: 'The refresh succeeded, but the bank gives no balance for this account.',
  },
  ownership: {
    permission: 'ownership',
    what: 'owners',
    gaveNone: 'The refresh succeeded, but the bank names no owners for this account.',
  },
  transactions: {
    permission: 'transactions',
    what: 'transactions',
    gaveNone:
      'The refresh succeeded, and the bank reported no transactions in the days it gives (about 180).',
  },
};

/** Why there is nothing to show for a feature; `now` is Stripe's clock in ms. */
export function whyMissing(account: Facts, feature: RefreshFeature, now: number): string {
  const { permission, what, gaveNone } = wording[feature];
  const refresh = account.refreshes.find((state) => state.feature === feature);
  const kind = refresh ? refreshKind(refresh, now) : 'never';
  const hasSucceeded = kind === 'succeeded' || refresh?.succeededAt != null;
  if (account.permissions !== null && !account.permissions.includes(permission)) {
    return `Not permitted: the customer did not grant “${permission}”.`;
  }
  if (account.status === 'disconnected')
    return `Not in our copy: none was read before the disconnect, and Stripe gives no ${what} of a disconnected account.`;
  if (kind === 'pending') return 'The refresh is running; nothing had arrived before it.';
  if (hasSucceeded) return gaveNone;
  if (kind === 'failed')
    return `Never refreshed successfully: the last try failed, so Stripe has no ${what} yet.`;
  if (kind === 'no_answer') return `Never refreshed successfully: Stripe has not answered the last try.`;
  if (account.status === 'inactive')
    return `Never refreshed successfully, and an inactive account cannot be.`;
  return `Never refreshed: Stripe has no ${what} until the first refresh.`;
}
