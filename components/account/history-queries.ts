// How the balance and the refreshes of an account went.
import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/components/api';
import type { BalanceHistory } from '@/domain/balance-history';
import type { RefreshHistory } from '@/domain/refresh-history';
import { accountPath } from './account-queries';

/** Read anew with the account. Null: the first currency that the account has. */
export function balanceHistoryQuery(id: string, currency: string | null, from: string | null) {
  return queryOptions({
    queryKey: ['account', id, 'balances', currency, from] as const,
    queryFn: ({ signal }) =>
      getJson<BalanceHistory>(`${accountPath(id)}/balances`, { currency, from }, signal),
  });
}

/** Read anew with the account. */
export function refreshHistoryQuery(id: string, from: string | null) {
  return queryOptions({
    queryKey: ['account', id, 'refreshes', from] as const,
    queryFn: ({ signal }) => getJson<RefreshHistory>(`${accountPath(id)}/refreshes`, { from }, signal),
  });
}
