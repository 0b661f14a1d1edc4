// The question of the accounts page: read from the address, written to it, one step of the history per change.
'use client';
import { useQueryStates } from '@/components/url-state';
import { accountSearch } from './account-search';

/** `[search, change]`; back and forward restore. */
export function useAccountSearch() {
  return useQueryStates(accountSearch, { history: 'push' });
}
